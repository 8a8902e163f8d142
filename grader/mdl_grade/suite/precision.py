"""float64 throughout: the last check of every exercise that returns floating-point numbers.

Single precision is one mistake. So it fails one check, which is about nothing else and gives no points of its own, and
all others compare to the five digits that single precision keeps (see `checks.tolerance.precision_apart`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mdl_grade.course.solution import Solution
from mdl_grade.suite.check import Check
from mdl_grade.suite.runner import Respondent, runner

PRECISION = "float64"
SAYS = "No result is in single precision."


def precision_check(solution: Solution) -> Check | None:
    """Return the check of an exercise that nothing comes back in single precision; None if it returns no floats.

    A number where a text might be is a symbol: in a formula, nobody has computed it.
    It asks nothing by itself: it is about the replies to all programs of the checks before it.
    """

    def precision(student: Respondent) -> None:
        if (narrow := runner(student).narrow) is not None:
            raise narrow

    told = map(ast.unparse, _returned(solution.tree))
    floats = not solution.parts and any("float" in one and "str" not in one.split(" | ") for one in told)
    return Check(precision, SAYS, 0, "precision", (), looks_back=True, line=0) if floats else None


def _returned(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what public functions and methods say that they return, the module's own names for types written out."""
    types = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.returns is not None and not node.name.startswith("_"):
            yield _WrittenOut(types).visit(ast.Expression(node.returns))


class _WrittenOut(ast.NodeTransformer):
    """Puts what a name stands for in its place."""

    def __init__(self, types: dict[str, ast.expr]) -> None:
        self._types = types

    def visit_Name(self, node: ast.Name) -> ast.expr:
        others = {name: value for name, value in self._types.items() if name != node.id}
        return _WrittenOut(others).visit(self._types[node.id]) if node.id in self._types else node

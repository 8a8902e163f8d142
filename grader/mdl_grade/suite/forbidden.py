"""What an exercise is about doing without: `@` in a matrix product by loops. A look at the text, and no proof."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from mdl_grade.checks import CheckFailed
from mdl_grade.records.evidence import Remark
from mdl_grade.suite.check import Check
from mdl_grade.suite.runner import Respondent, Student, runner

OPERATORS: dict[str, type[ast.operator]] = {
    "@": ast.MatMult,
    "**": ast.Pow,
    "/": ast.Div,
    "//": ast.FloorDiv,
    "%": ast.Mod,
}


def does_without(says: str, *operations: str, points: int = 1, needs: Sequence[Check] | None = None) -> Check:
    """Declare a check that some operations don't stand in the answer.

    Who wants to hide one, can: give it the points of a remark, and have the values checked elsewhere, before: what is
    not written yet does without everything, and so the check waits until something was answered.

    Parameters
    ----------
    says : str
        The sentence that a learner reads.
    *operations : str
        Operators (``"@"``), functions as they are called (``"np.dot"``, ``"sum"``), methods (``".dot"``).
    points : int
        What it is worth.
    needs : sequence of Check, optional
        What must have passed before; by default the checks of shapes that stand before it.

    Returns
    -------
    check : Check

    Examples
    --------
    >>> loops = does_without("The product is built from single numbers.", "@", "np.dot", "np.einsum", ".dot")
    """

    def without(student: Respondent) -> None:
        answer = runner(student)
        assert isinstance(answer, Student)
        for line, used in uses(answer.text, operations):
            raise CheckFailed(Remark(text=f"Line {line} uses {used}, which this exercise asks you to do without."))

    before = None if needs is None else tuple(needs)
    return Check(without, " ".join(says.split()), points, "property", before, looks_back=True)


def uses(text: str, operations: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield line and name of each operation that stands in a text."""
    for node in ast.walk(ast.parse(text)):
        found = _operation(node)
        line = getattr(node, "lineno", 0)
        for operation in operations:
            method = operation.startswith(".") and found.endswith(operation) and found != operation[1:]
            if found and (found == operation or method):
                yield line, operation


def _operation(node: ast.AST) -> str:
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op):
            return next((name for name, kind in OPERATORS.items() if isinstance(op, kind)), "")
        case ast.Attribute() | ast.Name():
            return _dotted(node)
    return ""


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_dotted(value)}.{name}".replace("numpy.", "np.", 1)
    return ""

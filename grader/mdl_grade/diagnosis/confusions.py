"""Usual confusions of NumPy and of loops, put into right answers."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator

from mdl_grade.diagnosis.mutation import without_docstrings
from mdl_grade.diagnosis.suspects import Suspect

PADDED = r"(?<=[( ])\(([^(),]*[A-Za-z][^(),]*), \1\)(?=[,)])"
"""How much `np.pad` puts at both ends of an axis."""
REWRITTEN = (
    ("np.max is called where np.maximum belongs", r"np\.maximum\(([^(),]+), [^(),]+\)", r"np.max(\1)"),
    ("np.min is called where np.minimum belongs", r"np\.minimum\(([^(),]+), [^(),]+\)", r"np.min(\1)"),
    ("the sum goes over everything", r"\.sum\(axis=[^()]*?(, keepdims=True)?\)", ".sum()"),
    ("the mean goes over everything", r"\.mean\(axis=[^()]*?(, keepdims=True)?\)", ".mean()"),
    ("the largest entry is taken over everything", r"\.max\(axis=[^()]*?(, keepdims=True)?\)", ".max()"),
    ("entries are multiplied (*) where a product of matrices (@) belongs", r" @ ", " * "),
    ("a division is cut to whole numbers (//)", r"(?<!/) / (?!/)", " // "),
    ("a copy is missing: two names are one array", r"\.copy\(\)", ""),
    ("the frame lies behind alone, not on both sides", PADDED, r"(0, 2 * (\1))"),
    (
        "the result is made of integers, which cut off fractions",
        r"np\.(zeros|empty|ones)\(((?:[^()]|\([^()]*\))*)\)",
        r"np.\1(\2, dtype=int)",
    ),
)
"""A clause, a pattern, and what takes its place, everywhere in a text."""
RETURN_HINT = "What is indented under `for` happens in every round; `return` ends all of them."


def confused(text: str) -> Iterator[Suspect]:
    """Yield programs with one confusion each, made everywhere in the text."""
    text = without_docstrings(text)
    for label, pattern, instead in REWRITTEN:
        changed = re.sub(pattern, instead, text)
        if changed != text and _is_python(changed):
            yield Suspect((label,), "mutant", changed)
    for changed in _returning_early(text):
        yield Suspect(("`return` stands inside of the loop",), "mutant", changed, RETURN_HINT)


def _returning_early(text: str) -> Iterator[str]:
    """Yield the text with a `return` that follows a loop moved into it."""
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        for loop, last in zip(function.body, function.body[1:], strict=False):
            if isinstance(loop, ast.For) and isinstance(last, ast.Return):
                moved = copy.deepcopy(last)
                loop.body.append(moved)
                yield ast.unparse(tree)
                loop.body.remove(moved)


def _is_python(text: str) -> bool:
    try:
        compile(text, "confusion", "exec")
    except SyntaxError:
        return False
    return True

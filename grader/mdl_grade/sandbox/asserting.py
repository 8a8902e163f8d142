"""Says what an assert found: Python itself tells of `assert Y.shape == (3,)` only that it failed."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Collection, Iterator
from types import FrameType
from typing import Any

MOST_VALUES = 4
MAX_REPR = 120


def found(error: AssertionError, files: Collection[Any]) -> str:
    """Return what stood on the sides of a failed assert: "Y.shape is (7, 3)"; "" if that can't be found out.

    Names, calls and attributes in it are evaluated once more.
    """
    traceback, frame, line = error.__traceback__, None, 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename in files:
            frame, line = traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next
    if frame is None:
        return ""
    try:
        told = [_told(side, frame) for side in _sides(frame.f_code.co_filename, line)]
    except BaseException:  # evaluated a second time, anything may happen
        return ""
    return ", ".join(told)


def _sides(filename: str, line: int) -> Iterator[ast.expr]:
    tree = ast.parse("".join(linecache.getlines(filename)))
    asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    test = next(node.test for node in asserts if node.lineno <= line <= (node.end_lineno or node.lineno))
    match test:
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
        case ast.Call(args=args):
            sides = args
        case _:
            sides = [test]
    yield from [side for side in sides if not _is_literal(side)][:MOST_VALUES]


def _is_literal(side: ast.expr) -> bool:
    return all(
        isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Load | ast.UnaryOp | ast.unaryop)
        for node in ast.walk(side)
    )


def _told(side: ast.expr, frame: FrameType) -> str:
    code = compile(ast.Expression(side), "<assert>", "eval")
    value = " ".join(repr(eval(code, frame.f_globals, frame.f_locals)).split())  # noqa: S307 (their own expression)
    return f"{ast.unparse(side)} is {value if len(value) <= MAX_REPR else f'{value[:MAX_REPR]} …'}"

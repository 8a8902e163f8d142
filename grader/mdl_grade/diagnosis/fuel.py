"""A limit in lines run, not in seconds: what a program may cost does not depend on how busy the machine is."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import FrameType
from typing import Any

from mdl_grade.suite.budget import cleans_up

LINES = 100_000
LENT_LINES = 1_000_000
"""Where only functions that are lent may not end: some that do run 10,000 lines at each call."""
ENDLESS = frozenset({"itertools", "iter", "repeat", "count", "cycle"})
DOCSTRINGS = re.compile(r'"""[\s\S]*?"""')
ENDLESS_WORDS = re.compile(rf"\b(?:while|{'|'.join(sorted(ENDLESS))})\b")


class OutOfFuel(BaseException):
    """More lines were run than a program may."""


@contextmanager
def limited(lines: int = LINES) -> Iterator[None]:
    """End what runs inside with `OutOfFuel` after so many lines; whoever traces goes on tracing afterwards."""
    left, before = lines, sys.gettrace()

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0 and not cleans_up(frame):
            raise OutOfFuel
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


def lines_run(act: Callable[[], Any], filename: str, most: int) -> tuple[Any, int]:
    """Return what `act` returns, and how many lines of a file it ran: `most` if there were more."""
    run, before = 0, sys.gettrace()

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal run
        if frame.f_code.co_filename != filename:
            return None
        run += 1
        if run >= most:
            sys.settrace(before)
        return trace

    sys.settrace(trace)
    try:
        return act(), run
    finally:
        sys.settrace(before)


@lru_cache(maxsize=512)
def may_not_end(source: str) -> bool:
    """Tell whether a text has what can go on for ever: `while`, a function that calls itself, endless iterators."""
    code = DOCSTRINGS.sub("", source) if source.count('"""') % 2 == 0 else source
    if not ENDLESS_WORDS.search(code) and not any(
        len(re.findall(rf"\b{name}\b", code)) > 1 for name in re.findall(r"\bdef (\w+)", code)
    ):
        return False  # which is most, and ten times as fast as to parse it
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.While) or (isinstance(node, ast.Name) and node.id in ENDLESS):
            return True
        if isinstance(node, ast.FunctionDef) and any(_calls(inner, node.name) for inner in ast.walk(node)):
            return True
    return False


def _calls(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
            return called == name
    return False

"""A limit in lines run, not in seconds: what a program may cost does not depend on how busy the machine is."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

from mdl_grade.sandbox.parts import CALLBACK_FILE
from mdl_grade.suite.budget import cleans_up

LIBRARIES = (sys.prefix, sys.base_prefix, str(Path(__file__).parents[1]))
LINES = 100_000
LENT_LINES = 1_000_000
"""Where only functions that are lent may not end: some that do run 10,000 lines at each call."""
MOST_LINES = 2000
"""Lines of the reference that are counted."""
MORE_LINES, LEAST_LINES = 20, 2000
"""What a suspect may run: so many times the reference's lines, and so many beyond in each call."""
LINES_OF_ONE, COUNTED_LINES_OF_ONE = 100, 300
"""Lines that take as long as a short replay: of the reference, which are operations on arrays more often than not, and
those that are counted as they run, which mostly are short steps of a long loop."""
ENDLESS = frozenset({"itertools", "iter", "repeat", "count", "cycle"})
DOCSTRINGS = re.compile(r'"""[\s\S]*?"""')
LONG_LOOPS = re.compile(
    r"\bbreak\b|\brange\([^)\n]*\d{3}|^(\ *)for\b[^\n]*\n(?:\1\ [^\n]*\n|\n)*?\1\ +return\b", re.MULTILINE
)
"""Loops with a way out, which a mistake may close, and loops over hundreds."""
ENDLESS_WORDS = re.compile(rf"\b(?:while|{'|'.join(sorted(ENDLESS))})\b")


class OutOfFuel(BaseException):
    """More lines were run than a program may."""


class Meter:
    """The lines that programs under a limit have run, all together."""

    lines = 0


def fuel_beside(lines: int, calls: int = 1) -> int:
    """Return how many lines a suspect may run where the reference runs `lines` in so many calls."""
    return min(MORE_LINES * lines + LEAST_LINES * calls, LINES) if lines < MOST_LINES else LINES


@contextmanager
def limited(lines: int = LINES) -> Iterator[None]:
    """End what runs inside with `OutOfFuel` after so many lines; whoever traces goes on tracing afterwards.

    A suspect's lines are counted, and those of functions that it is lent; libraries come to an end.
    """
    left, before = lines, sys.gettrace()

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal left
        if _is_library(frame.f_code.co_filename):
            return None
        left -= 1
        if left < 0 and not cleans_up(frame):
            raise OutOfFuel
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
        Meter.lines += lines - max(left, 0)


def lines_run(act: Callable[[], Any], filename: str) -> tuple[Any, int]:
    """Return what `act` returns, and how many lines of a file and of callbacks it ran: at most `MOST_LINES`."""
    run, before = 0, sys.gettrace()

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal run
        if frame.f_code.co_filename not in (filename, CALLBACK_FILE):
            return None
        run += 1
        if run >= MOST_LINES:
            sys.settrace(before)
        return trace

    sys.settrace(trace)
    try:
        return act(), run
    finally:
        sys.settrace(before)


@cache
def _is_library(filename: str) -> bool:
    return filename.startswith(LIBRARIES)


@lru_cache(maxsize=4096)
def may_run_on(source: str) -> bool:
    """Tell whether a text has what can run far more lines than another right answer: long loops, or endless ones."""
    return LONG_LOOPS.search(_code(source)) is not None or may_not_end(source)


@lru_cache(maxsize=512)
def may_not_end(source: str) -> bool:
    """Tell whether a text has what can go on for ever: `while`, a function that calls itself, endless iterators."""
    code = _code(source)
    if not ENDLESS_WORDS.search(code) and not any(
        len(re.findall(rf"\b{name}\b", code)) > 1 for name in re.findall(r"\bdef (\w+)", code)
    ):
        return False  # which is most, and ten times as fast as to parse it
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.While() | ast.Name(id="itertools"):
                return True
            case ast.Call(func=ast.Name(id=called)) if called in ENDLESS:
                return True
        if isinstance(node, ast.FunctionDef) and any(_calls(inner, node.name) for inner in ast.walk(node)):
            return True
    return False


def _calls(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
            return called == name
    return False


def _code(source: str) -> str:
    """Return a text without its docstrings, as far as a look tells them."""
    return DOCSTRINGS.sub("", source) if source.count('"""') % 2 == 0 else source

"""The words of suites, as they are called: what `from mdl_grade.suite import *` brings, by its signatures."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from mdl_grade import suite
from mdl_grade.errors import UsageError

TABLES = {
    "BUGS": """Known bugs that are small changes of the reference.

`BUGS = [patch("2 is missing", {"2 * X": "X"})]`""",
    "VARIANTS": """Right answers that are small changes of the reference.

`VARIANTS = [patch("a sum", {"2 * X": "X + X"})]`""",
    "EQUIVALENT": """Mutants of the reference that give its results, so that no check can reject them, and why.

`EQUIVALENT = {"sigmoid: Z < 0 → Z <= 0": "at z = 0 both sides agree"}`

The key is the function, the text that is changed, and what it becomes: as `mdl-grade dev mutants TARGET` lists them,
and as `mdl-grade dev check TARGET` prints what survives, in lines to paste.""",
    "TOLERANT": """Checks that let one value of many be wrong, and why.

`TOLERANT = {"fair": "one toss of a thousand is within chance"}`""",
    "VARYING": """Checks that a known bug fails under some seeds only, and why.

`VARYING = {"fair": "ties are seldom"}`""",
    "NEVER_ONE": """Sizes of inputs that are never 1, and why: what the prompt says of them.

`NEVER_ONE = {"axis 0 of X": "a covariance needs two samples", "length of layers": "a network has two layers"}`""",
}
"""What a suite may hold besides words."""


def every_word() -> Iterator[str]:
    """Yield a line for each word: how it is called, and what it does."""
    for name in sorted(suite.__all__):
        word = getattr(suite, name)
        if callable(word):
            yield _called(name, word)
            yield f"    {(inspect.getdoc(word) or '').partition(chr(10))[0]}"
    for name, told in TABLES.items():
        yield name
        yield f"    {told.partition(chr(10))[0]}"
    yield "`mdl-grade dev words NAME` shows all that is known of one."


def explained(names: Sequence[str]) -> Iterator[str]:
    """Yield how some words are called, and their docstrings.

    Raises
    ------
    UsageError
        If a suite has no such word.
    """
    for name in names:
        if name in TABLES:
            yield from (name, "", *(f"    {line}".rstrip() for line in TABLES[name].splitlines()), "")
            continue
        if name not in suite.__all__:
            near = get_close_matches(name, [*suite.__all__, *TABLES], 1)
            told = f"Did you mean {near[0]}?" if near else "`mdl-grade dev words` lists all."
            raise UsageError(f"{name!r} is no word of suites.", told)
        word = getattr(suite, name)
        yield _called(name, word) if callable(word) else name
        yield ""
        yield from (f"    {line}".rstrip() for line in (inspect.getdoc(word) or "").splitlines())
        yield ""


def _called(name: str, word: Any) -> str:
    try:
        signature = inspect.signature(word)
    except (TypeError, ValueError):
        return name
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    return f"{name}{signature.replace(parameters=bare, return_annotation=inspect.Signature.empty)}"

"""An answer beside what was expected, in lines of text: a table of few entries, a map of many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from mdl_grade.records.evidence import Contrast, WrongValue
from mdl_grade.records.numbers import Number
from mdl_grade.report.text import wrapped

YOURS, EXPECTED = "yours", "expected"
SHADES, ASCII_SHADES = "·░▒▓█", ".:+*#"
"""From right to off by a tenth of the largest entry, or more."""
SHADE_OF_DIGIT = (0, 1, 1, 1, 1, 1, 2, 3, 4, 4)
LIMITS = ("less than 1/1000", "less than 1/100", "less than 1/10", "1/10 or more")
"""How far off, as a share of the tensor's largest entry."""
LEGEND = ("right", *(f"off by {limit} of the largest entry" for limit in LIMITS))
MARKED = "*"


def contrast_of(evidence: object) -> Contrast | None:
    """Return what a figure can show: a table, or a map of a tensor that is right in places."""
    found = evidence.contrast if isinstance(evidence, WrongValue) else None
    if found is None or found.got or "0" in "".join(found.off):
        return found
    return None


def lines_of(contrast: Contrast, what: str, *, width: int, unicode: bool) -> list[str]:
    """Draw a contrast.

    Parameters
    ----------
    contrast : Contrast
    what : str
        Name of the tensor.
    width : int
        Columns that a line may take.
    unicode : bool
        Whether there is more than ASCII to draw with.
    """
    if contrast.got:
        return _table(contrast, what, width)
    return list(_map(contrast, what, width, unicode=unicode))


def spelled_entry(number: Number) -> str:
    """Write an entry in at most ten characters, or as the text that it is."""
    return f"{number + 0.0:.5g}" if isinstance(number, float | int) else str(number)


def _table(contrast: Contrast, what: str, width: int) -> list[str]:
    """Set both out row by row, side by side if there is room; a star marks what is off."""
    marks = [[level != "0" for level in row] for row in contrast.off]
    partly = len({mark for row in marks for mark in row}) > 1
    left = [f"{what}, {YOURS}:", *_rows(contrast.got, marks if partly else ())]
    right = [f"{what}, {EXPECTED}:", *_rows(contrast.expected, ())]
    room = max(map(len, left)) + 4
    if room + max(map(len, right)) <= width:
        return [f"{mine.ljust(room)}{theirs}".rstrip() for mine, theirs in zip(left, right, strict=True)]
    fits = max(map(len, (*left, *right))) <= width
    return [*left, *right] if fits else []


def _rows(rows: Sequence[Sequence[Number]], marks: Sequence[Sequence[bool]]) -> Iterator[str]:
    told = [
        [f"{MARKED if mark else ''}{spelled_entry(entry)}" for entry, mark in zip_longest(row, marked, fillvalue=False)]
        for row, marked in zip_longest(rows, marks, fillvalue=())
    ]
    wide = [max(map(len, column)) for column in zip(*told, strict=True)]
    for row in told:
        yield "  " + "  ".join(entry.rjust(room) for entry, room in zip(row, wide, strict=True))


def _map(contrast: Contrast, what: str, width: int, *, unicode: bool) -> Iterator[str]:
    if max(map(len, contrast.off)) + 2 > width:
        return
    shades = SHADES if unicode else ASCII_SHADES
    yield from wrapped(f"Where {what} is off (its last axis runs to the right):", width)
    seen = set()
    for row in contrast.off:
        steps = [SHADE_OF_DIGIT[int(level)] for level in row]
        seen.update(steps)
        yield "  " + "".join(shades[step] for step in steps)
    right = f"{shades[0]} right, " if 0 in seen else ""
    off = ", ".join(f"{shades[step]} {limit}" for step, limit in enumerate(LIMITS, 1) if step in seen)
    yield from wrapped(f"{right}off by {off} of the largest entry", width)

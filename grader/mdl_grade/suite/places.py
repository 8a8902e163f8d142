"""Where in an answer something happened: a line of the file, or of a cell; the text of it is the file's own."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from mdl_grade.intake.cells import CELL_MARK
from mdl_grade.records.evidence import NotLoaded, Raised

MAX_SOURCE = 200


Placed = TypeVar("Placed", bound=Raised | NotLoaded)


def placed(evidence: Placed, text: str, *, alone: bool) -> Placed:
    """Hold what a worker said of a line against the answer's file.

    Parameters
    ----------
    evidence : Raised or NotLoaded
        With any line: a number that is none of the file's is left out.
    text : str
        The file.
    alone : bool
        False for an assembly: lines are those of one of its parts.
    """
    if evidence.line is None:
        return evidence
    lines = text.split("\n")
    if not 0 < evidence.line <= len(lines):
        return msgspec.structs.replace(evidence, line=None, source="")
    if not alone:
        return evidence
    source = lines[evidence.line - 1].strip()[:MAX_SOURCE]
    line, cell = _in_cell(lines, evidence.line)
    return msgspec.structs.replace(evidence, line=line, cell=cell, source=source)


def _in_cell(lines: list[str], line: int) -> tuple[int, int | None]:
    """Return the line within a notebook's cell, and the cell's number; the line of a file that is no notebook."""
    for above in range(line - 1, -1, -1):
        number = lines[above].removeprefix(CELL_MARK)
        if number != lines[above] and number.isdecimal():
            return line - above - 1, int(number)
    return line, None

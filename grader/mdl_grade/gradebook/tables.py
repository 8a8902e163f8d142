"""Marks as CSV and as JSON lines: one row for each exercise of each learner, and readers that give the marks back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import msgspec

from mdl_grade.course.chapters import place
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.marks import LearnerMarks, Mark, Override
from mdl_grade.gradebook.policy import CENT, Lateness
from mdl_grade.gradebook.returned import ReturnedMark
from mdl_grade.records.model import Status
from mdl_grade.report.escaping import csv_cell, from_csv_cell


class MarkRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mark, flat: these are the columns. `final` and `maximum` are what counts; they are not weighted."""

    learner: str
    exercise: str
    status: Status
    points: int
    max_points: int
    full_points: int
    received: datetime | None
    days_late: int
    penalty_percent: Decimal
    override: int | None
    override_points: Decimal | None
    override_author: str | None
    override_reason: str | None
    override_time: datetime | None
    weight: Decimal
    final: Decimal
    maximum: int
    result: str
    made_under: str


COLUMNS = MarkRow.__struct_fields__
TEXT = frozenset(("learner", "exercise", "override_author", "override_reason", "result", "made_under"))
"""Columns with words of others: `report.escaping` keeps spreadsheets from computing them."""
PLACES_OF_TEXT = tuple(i for i, column in enumerate(COLUMNS) if column in TEXT)
PLACES_OF_TIMES = tuple(i for i, column in enumerate(COLUMNS) if column in ("received", "override_time"))


def to_csv(marks: Iterable[Mark]) -> str:
    """Return a CSV table (RFC 4180, a byte order mark first, so that spreadsheets read it as UTF-8)."""
    file = io.StringIO(newline="")
    file.write("\ufeff")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(map(_cells, marks))
    return file.getvalue()


def from_csv(text: str) -> list[Mark]:
    """Read what `to_csv` wrote.

    Raises
    ------
    UsageError
        If the columns are others, or a cell is not what its column holds.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        if tuple(next(reader, ())) != COLUMNS:
            raise UsageError("This is not a table of marks: its columns are others.", f"Wanted: {', '.join(COLUMNS)}.")
        return [_mark(_from_cells(row)) for row in reader]
    except (ValueError, csv.Error) as error:
        raise UsageError(f"The table of marks breaks in line {reader.line_num}: {error}.") from None


def to_gradebook(
    learners: Iterable[LearnerMarks], returned: Mapping[str, ReturnedMark], groups: Mapping[str, str]
) -> str:
    """Return one row a learner, as `to_csv` writes them: what counts of each exercise, and of all together.

    Parameters
    ----------
    returned : mapping
        What goes back of each learner; who has no marks yet has a row as well.
    groups : mapping
        The group of each learner who is in one.
    """
    own = {one.learner: one for one in learners}
    exercises = sorted({mark.exercise for one in own.values() for mark in one.marks}, key=place)
    file = io.StringIO(newline="")
    file.write("\ufeff")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    ends = ("total", "maximum", "percent", "days_late", "overridden", "open")
    writer.writerow(["learner", *map(csv_cell, exercises), *ends])
    for name, mark in returned.items():
        one = own.get(groups.get(name, name), LearnerMarks(name, ()))
        points = {m.exercise: m.final.normalize() for m in one.marks}
        share = (100 * mark.points / mark.maximum).quantize(CENT, ROUND_HALF_UP) if mark.maximum else ""
        numbers = [f"{points[e]:f}" if e in points else "" for e in exercises]
        sums = f"{mark.points.normalize():f}", f"{mark.maximum.normalize():f}", str(share)
        writer.writerow([csv_cell(name), *numbers, *sums, one.days_late, one.overridden, csv_cell(mark.open)])
    return file.getvalue()


def to_json_lines(marks: Iterable[Mark]) -> bytes:
    """Return one JSON object a line. Decimal numbers are strings: nothing is rounded on the way."""
    return msgspec.json.Encoder().encode_lines([_row(mark) for mark in marks])


def from_json_lines(document: bytes) -> list[Mark]:
    """Read what `to_json_lines` wrote.

    Raises
    ------
    UsageError
        If a line is something else.
    """
    try:
        return [_mark(row) for row in msgspec.json.Decoder(MarkRow).decode_lines(document)]
    except ValueError as error:
        raise UsageError(f"These are not lines of marks: {error}.", "`--jsonl` writes what is read here.") from None


# --- rows -----------------------------------------------------------------------------------------------------------
def _row(mark: Mark) -> MarkRow:
    by = mark.override
    return MarkRow(
        learner=mark.learner,
        exercise=mark.exercise,
        status=mark.status,
        points=mark.points,
        max_points=mark.max_points,
        full_points=mark.full_points,
        received=mark.received,
        days_late=mark.lateness.days,
        penalty_percent=mark.lateness.percent,
        override=by.id if by else None,
        override_points=by.points if by else None,
        override_author=by.author if by else None,
        override_reason=by.reason if by else None,
        override_time=by.time if by else None,
        weight=mark.weight,
        final=mark.final,
        maximum=mark.maximum,
        result=mark.key,
        made_under=mark.made_under,
    )


def _mark(row: MarkRow) -> Mark:
    override = None
    if row.override is not None:
        assert row.override_points is not None
        assert row.override_time is not None
        override = Override(
            id=row.override,
            learner=row.learner,
            exercise=row.exercise,
            points=row.override_points,
            author=row.override_author or "",
            reason=row.override_reason or "",
            time=row.override_time,
        )
    return Mark(
        learner=row.learner,
        exercise=row.exercise,
        status=row.status,
        points=row.points,
        max_points=row.max_points,
        full_points=row.full_points,
        received=row.received,
        key=row.result,
        override=override,
        lateness=Lateness(row.days_late, row.penalty_percent),
        weight=row.weight,
        made_under=row.made_under,
    )


def _cells(mark: Mark) -> list[object]:
    """Return a line of the table; the writer knows numbers and nothing, and asks for no help with them."""
    cells = list(msgspec.structs.astuple(_row(mark)))
    for column in PLACES_OF_TEXT:
        text = cells[column]
        if text and not text.isalnum():
            cells[column] = _escaped(text)
    for column in PLACES_OF_TIMES:
        if cells[column] is not None:
            cells[column] = cells[column].isoformat()
    return cells


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    return str(csv_cell(text))


def _from_cells(cells: list[str]) -> MarkRow:
    told = dict(zip(COLUMNS, cells, strict=True))
    values = {column: from_csv_cell(cell) if column in TEXT else cell or None for column, cell in told.items()}
    return msgspec.convert(values, MarkRow, strict=False)

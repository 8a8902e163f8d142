"""Who is enrolled: a roster in CSV, of one's own or as a learning platform exports it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from mdl_grade.batch.enrolled import EnrolledLearner
from mdl_grade.errors import UsageError
from mdl_grade.exchange.spreadsheets import Spreadsheet, TableRow, read_spreadsheet

NAMES = ("learner", "github_username", "username", "student_id", "student", "id", "name")
"""Columns that may tell how a learner is called, the first of them that there is; the other ones are known as well."""


def read_enrolment(path: Path) -> tuple[EnrolledLearner, ...]:
    """Read a roster: with a column `learner`, or Moodle's grading worksheet, Canvas's or GitHub Classroom's export.

    Raises
    ------
    UsageError
        If it is no such table, names nobody, or somebody twice.
    """
    table = read_spreadsheet(path)
    row_of = row_reader(table)
    if row_of is None:
        raise UsageError(
            f"{path} has no column that tells who is enrolled.",
            "Wanted is a column `learner`; or Moodle's grading worksheet, or the gradebook that Canvas exports.",
        )
    found = [one for row in table.rows if (one := row_of(row)) is not None]
    if not found:
        raise UsageError(f"{path} names nobody.", "Each learner has a row below the names of the columns.")
    if twice := _twice(one.name for one in found):
        raise UsageError(f"{path} names {twice[0]!r} twice.", "Namesakes need names of their own.")
    return tuple(found)


def read_groups(path: Path) -> tuple[tuple[str, str], ...]:
    """Read who hands in together: a table with the columns `learner` and `group`.

    Raises
    ------
    UsageError
        If it has no such columns, or somebody is in two groups.
    """
    table = read_spreadsheet(path)
    if not {"learner", "group"} <= set(table.columns):
        raise UsageError(f"{path} does not tell who hands in together.", "Wanted are columns `learner` and `group`.")
    pairs = tuple((row["learner"], row["group"]) for row in table.rows if row["learner"] and row["group"])
    if twice := _twice(learner for learner, _ in pairs):
        raise UsageError(f"{path} has {twice[0]!r} in two groups.", "A learner is in one.")
    return pairs


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def row_reader(table: Spreadsheet) -> Callable[[TableRow], EnrolledLearner | None] | None:
    """Return what reads off a row of a table who it is about; None if no column tells."""
    columns = set(table.columns)
    if "identifier" in columns and any("(grade)" in column or "grade" in column for column in columns):
        return _moodle
    if {"student", "id", "section"} <= columns or {"student", "id", "sis login id"} <= columns:
        return _canvas
    known = [column for column in NAMES if column in columns]
    return (lambda row: _plain(row, known)) if known else None


def moodle_learner(identifier: str, name: str) -> EnrolledLearner | None:
    """Return who a row of Moodle's worksheet is about; None if there is no number, by which Moodle knows them."""
    number = re.sub(r"\D", "", identifier)
    called = f"{name}_{number}" if name else identifier
    return EnrolledLearner(called, number, (name,) if name else ()) if number else None


def canvas_learner(student: str, number: str) -> EnrolledLearner | None:
    """Return who a row of Canvas's gradebook is about; None for the row of points possible, and the like."""
    letters = "".join(character for character in student.lower() if character.isalnum())
    return EnrolledLearner(f"{letters}_{number}", number, (student,)) if number.isdigit() else None


def _moodle(row: TableRow) -> EnrolledLearner | None:
    return moodle_learner(row["identifier"], row["full name"])


def _canvas(row: TableRow) -> EnrolledLearner | None:
    return canvas_learner(row["student"], row["id"])


def _plain(row: TableRow, known: list[str]) -> EnrolledLearner | None:
    names = list(dict.fromkeys(row[column] for column in known if row[column]))
    return EnrolledLearner(names[0], "", tuple(names[1:])) if names else None

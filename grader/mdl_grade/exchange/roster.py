"""A roster: a CSV file that says who handed in what, written by whoever teaches.

    learner,path,received
    "Lovelace, Ada",hw1/ada,2026-03-01T12:00:00+01:00
    Émilie,hw1/emilie.zip,
    Bob,,

Paths are relative to the roster's folder, and name a folder, an archive or, for one exercise, a file; who has none
handed in nothing. `received` may be left out. Of several rows for one learner the latest counts: by `received` if all
have it, else the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from mdl_grade.errors import UsageError
from mdl_grade.exchange.layout import HandedIn, Reading
from mdl_grade.exchange.spreadsheets import TableRow, read_spreadsheet
from mdl_grade.intake import Problem, Refused, Tree, open_tree
from mdl_grade.intake.answer import missing
from mdl_grade.intake.folder import FolderTree
from mdl_grade.intake.indexed import picked
from mdl_grade.intake.submission import ANSWER_SUFFIXES

NAME = "roster"


def read_roster(path: Path, exercises: Sequence[str]) -> Reading:
    """Read a roster.

    Raises
    ------
    UsageError
        If it is not a CSV file with the columns, or a row can't be understood.
    """
    table = read_spreadsheet(path)
    if not {"learner", "path"} <= set(table.columns):
        raise UsageError(f"{path} is neither a folder nor an archive nor a roster.", _EXPECTED)
    attempts: Counter[str] = Counter()
    submissions, refused = [], []
    for row in table.rows:
        learner, place = row["learner"], row["path"]
        if not learner:
            raise UsageError(f"Row {row.line} of {path} names no learner.", _EXPECTED)
        attempts[learner] += 1
        if "\0" in place or not (path.parent / place).exists():
            refused.append(Refused(place, f"is not there: it is in row {row.line}, for {learner}"))
        file = path.parent / place.replace("\0", "\N{REPLACEMENT CHARACTER}")
        submissions.append(
            HandedIn(
                learner=learner,
                where=place,
                open=_opener(file, exercises) if place else _nothing,
                received=_time(row, path),
                attempt=attempts[learner],
            )
        )
    return Reading(layout=NAME, words="a roster", score=1.0, submissions=tuple(submissions), refused=tuple(refused))


_EXPECTED = "A roster is a CSV file in UTF-8 whose first line is learner,path or learner,path,received."


def _nothing() -> Problem:
    return missing("")


def _time(row: TableRow, path: Path) -> datetime | None:
    text = row["received"]
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise UsageError(
            f"Row {row.line} of {path} says {text!r} for received, which is no time with a zone.",
            "Write it as 2026-03-01T12:00:00+01:00.",
        )
    return time


def _opener(path: Path, exercises: Sequence[str]) -> Callable[[], Tree | Problem]:
    def opened() -> Tree | Problem:
        if len(exercises) == 1 and path.suffix in ANSWER_SUFFIXES and not path.is_dir():
            name = PurePosixPath(exercises[0].partition("/")[2] + path.suffix)
            return picked(path.name, FolderTree(path.parent), {name: PurePosixPath(path.name)})
        return open_tree(path)

    return opened

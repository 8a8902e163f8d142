"""A roster: a CSV file that says who handed in what, written by whoever teaches.

    learner,path,received
    "Lovelace, Ada",hw1/ada,2026-03-01T12:00:00+01:00
    Émilie,hw1/emilie.zip,

Paths are relative to the roster's folder, and name a folder, an archive or, for one exercise, a file. `received` may be
left out. Of several rows for one learner the latest counts: by `received` if all have it, else the last.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from mdl_grade.errors import UsageError
from mdl_grade.exchange.layout import HandedIn, Reading
from mdl_grade.intake import Problem, Refused, Tree, open_tree
from mdl_grade.intake.files import read_file
from mdl_grade.intake.folder import FolderTree
from mdl_grade.intake.indexed import picked
from mdl_grade.intake.submission import ANSWER_SUFFIXES

NAME = "roster"
_MOST = 16 << 20


def read_roster(path: Path, exercises: Sequence[str]) -> Reading:
    """Read a roster.

    Raises
    ------
    UsageError
        If it is not a CSV file with the columns, or a row can't be understood.
    """
    content = read_file(str(path), _MOST)
    if isinstance(content, Problem):
        raise UsageError(content.reason, "Name a folder, an archive, or a roster in CSV.")
    try:
        text = content.decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        columns = [column.strip().lower() for column in rows.fieldnames or ()]
        rows.fieldnames = columns
        lines = list(rows) if {"learner", "path"} <= set(columns) else None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} can't be read as a roster: {error}.", _EXPECTED) from None
    if lines is None:
        raise UsageError(f"{path} is neither a folder nor an archive nor a roster.", _EXPECTED)
    attempts: Counter[str] = Counter()
    submissions, refused = [], []
    for number, row in enumerate(lines, 2):
        learner, place = row["learner"], row["path"]
        if not learner or not place:
            raise UsageError(f"Row {number} of {path} names no learner, or no path.", _EXPECTED)
        attempts[learner] += 1
        if "\0" in place or not (path.parent / place).exists():
            refused.append(Refused(place, f"is not there: it is in row {number}, for {learner}"))
        submissions.append(
            HandedIn(
                learner=learner,
                where=place,
                open=_opener(path.parent / place.replace("\0", "\N{REPLACEMENT CHARACTER}"), exercises),
                received=_time(row, number, path),
                attempt=attempts[learner],
            )
        )
    return Reading(layout=NAME, words="a roster", score=1.0, submissions=tuple(submissions), refused=tuple(refused))


_EXPECTED = "A roster is a CSV file in UTF-8 whose first line is learner,path or learner,path,received."


def _time(row: Mapping[str, str | None], number: int, path: Path) -> datetime | None:
    text = (row.get("received") or "").strip()
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise UsageError(
            f"Row {number} of {path} says {text!r} for received, which is no time with a zone.",
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

"""What goes back to a learning platform: its own table filled in, or one row a learner."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mdl_grade.cli.screen import write
from mdl_grade.errors import UsageError
from mdl_grade.report.text import inert, printable

if TYPE_CHECKING:
    from mdl_grade.exchange.filling import FilledTable
    from mdl_grade.gradebook.book import Gradebook
    from mdl_grade.gradebook.marks import LearnerMarks
    from mdl_grade.gradebook.returned import ReturnedMark

MOST_NAMED = 20


def write_moodle(book: Gradebook, learners: Sequence[LearnerMarks], worksheet: Path) -> Path:
    """Fill in a copy of Moodle's worksheet; return where it is."""
    from mdl_grade.batch.enrolled import known_names
    from mdl_grade.exchange.filling import fill_moodle

    names = known_names(book.ledger)
    return _written(worksheet, fill_moodle(_content(worksheet), _returned(book, learners), names))


def write_canvas(book: Gradebook, learners: Sequence[LearnerMarks], export: Path, column: str) -> Path:
    """Fill in a copy of Canvas's gradebook; return where it is."""
    from mdl_grade.batch.enrolled import known_names
    from mdl_grade.exchange.filling import fill_canvas

    names = known_names(book.ledger)
    return _written(export, fill_canvas(_content(export), _returned(book, learners), names, column))


def write_gradebook(book: Gradebook, learners: Sequence[LearnerMarks], path: Path) -> Path:
    """Write one row a learner."""
    from mdl_grade.gradebook.groups import members_of
    from mdl_grade.gradebook.tables import to_gradebook

    groups = {member: group for group, those in members_of(book.ledger).items() for member in those}
    write(path, to_gradebook(learners, _returned(book, learners), groups).encode())
    return Path("standard output") if str(path) == "-" else path


def _returned(book: Gradebook, learners: Sequence[LearnerMarks]) -> dict[str, ReturnedMark]:
    from mdl_grade.gradebook.comments import comments_of
    from mdl_grade.gradebook.groups import members_of
    from mdl_grade.gradebook.returned import returned

    return returned(learners, book.pending(), comments_of(book.ledger), members_of(book.ledger))


def give_feedback(book: Gradebook, learners: Sequence[LearnerMarks], folder: Path) -> Path:
    """Write a page and a JSON file for each learner."""
    from mdl_grade.gradebook.feedback import write_feedback

    try:
        count = write_feedback(book, learners, folder)
    except OSError as error:
        raise UsageError(f"{error.filename or folder} can't be written: {error.strerror}.", "Is there room?") from None
    _say(f"{count} learners have feedback, each in a folder of their own.")
    return folder


def _written(table: Path, filled: FilledTable) -> Path:
    path = table.with_name(f"{table.stem}-graded{table.suffix}")
    write(path, filled.content)
    _say(f"{filled.grades} grades are filled in" + (f"; {filled.scaled}." if filled.scaled else "."))
    for why, names in filled.left.items():
        more = f"; and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        _say(f"{len(names)} {why.value}: {'; '.join(names[:MOST_NAMED])}{more}.")
    return path


def _content(table: Path) -> bytes:
    try:
        return table.read_bytes()
    except OSError as error:
        raise UsageError(f"{table} can't be read: {error.strerror}.", "Name what the platform gave.") from None


def _say(line: str) -> None:
    click.echo(inert(printable(line)), err=True)

"""Overrides: what people say an answer is worth. Records beside the machine's marks, withdrawn but never deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mdl_grade.batch.ledger import Ledger, time_of, written_time
from mdl_grade.batch.writer import Writer, storable
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.marks import Mark, Override


@dataclass(frozen=True)
class OverrideEntry:
    """One record: `points` is None where it gives the mark back to the machine; `withdrawn_by` a later record's id."""

    id: int
    learner: str
    exercise: str
    points: int | None
    author: str
    reason: str
    time: datetime
    withdrawn_by: int | None


def history(ledger: Ledger) -> list[OverrideEntry]:
    """Return all records, the oldest first."""
    return [
        OverrideEntry(
            row["id"],
            row["learner"],
            row["exercise"],
            row["points"],
            row["author"],
            row["reason"],
            _time(row["time"]),
            row["withdrawn_by"],
        )
        for row in ledger.rows("SELECT * FROM overrides ORDER BY id")
    ]


def in_force(ledger: Ledger) -> dict[tuple[str, str], Override]:
    """Return the overrides that count, by learner and exercise."""
    return {
        (e.learner, e.exercise): Override(e.id, e.learner, e.exercise, e.points, e.author, e.reason, e.time)
        for e in history(ledger)
        if e.withdrawn_by is None and e.points is not None
    }


def record(
    folder: Path,
    learner: str,
    exercise: str,
    points: int | None,
    *,
    author: str,
    reason: str,
    now: datetime | None = None,
) -> OverrideEntry:
    """Write an override into the ledger in `folder`; what was in force for this answer is withdrawn by it.

    Parameters
    ----------
    folder : Path
        RESULTS.
    learner, exercise : str
        As the ledger has them; the exercise may be named by its last part.
    points : int or None
        From 0 to the exercise's maximum; None gives the mark back to the machine.
    author, reason : str
        Who says so, and why.
    now : datetime, optional
        When; the present moment if not given.

    Raises
    ------
    UsageError
        If there is no such mark, the points are out of range, a word is missing, or nothing is there to withdraw.
    """
    author, reason = storable(author.strip()), storable(reason.strip())
    if not author or not reason:
        raise UsageError("An override needs its author and a reason.", "Add --author NAME --reason TEXT.")
    with Ledger.open(folder) as ledger:
        mark = find_mark(Gradebook(ledger), learner, exercise)
        before = in_force(ledger).get((mark.learner, mark.exercise))
    if points is not None and not 0 <= points <= mark.full_points:
        raise UsageError(f"{mark.exercise} gives 0 to {mark.full_points} points, not {points}.", "Give one of these.")
    if points is None and before is None:
        raise UsageError(f"No override of {learner!r} in {mark.exercise} is in force.", "The machine's mark counts.")
    entry = OverrideEntry(0, mark.learner, mark.exercise, points, author, reason, now or datetime.now(UTC), None)
    with Writer.open(folder) as writer, writer.transaction():
        return _written(writer, entry)


def _written(writer: Writer, entry: OverrideEntry) -> OverrideEntry:
    number = writer.execute(
        "INSERT INTO overrides(learner, exercise, points, author, reason, time) VALUES(?, ?, ?, ?, ?, ?)",
        entry.learner,
        entry.exercise,
        entry.points,
        entry.author,
        entry.reason,
        written_time(entry.time),
    ).lastrowid
    assert number is not None
    writer.execute(
        "UPDATE overrides SET withdrawn_by = ?1 "
        "WHERE learner = ?2 AND exercise = ?3 AND id < ?1 AND withdrawn_by IS NULL",
        number,
        entry.learner,
        entry.exercise,
    )
    return replace(entry, id=number)


def find_mark(book: Gradebook, learner: str, exercise: str) -> Mark:
    """Return the machine's mark of a learner in an exercise, which may be named by its last part.

    Raises
    ------
    UsageError
        If there is none, or several exercises have that last part.
    """
    own = [mark for mark in book.marks() if mark.learner == storable(learner)]
    if not own:
        raise UsageError(f"The results hold no learner called {learner!r}.", "`mdl-grade results RESULTS` lists them.")
    found = [m for m in own if m.exercise == exercise] or [m for m in own if m.exercise.partition("/")[2] == exercise]
    if len(found) != 1:
        known = ", ".join(mark.exercise for mark in (found or own))
        raise UsageError(f"{exercise!r} names {len(found)} exercises of {learner!r}.", f"Name one of these: {known}.")
    return found[0]


def _time(text: str) -> datetime:
    time = time_of(text)
    assert time is not None
    return time

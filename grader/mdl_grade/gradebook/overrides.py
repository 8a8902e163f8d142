"""Overrides: what people say an answer is worth. Records beside the machine's marks, withdrawn but never deleted.

An override belongs to the answer that it was made for, and to what the exercise gave then. When either has changed it
has lapsed: it counts no more, and is listed until somebody says it again or withdraws it. One of a check, as
`chapter10/dense_backward::values`, changes what that check gives; several of an exercise add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from mdl_grade.batch.counting import counting
from mdl_grade.batch.ledger import Ledger, time_of, written_time
from mdl_grade.batch.writer import Writer, storable
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.marks import Mark, Override


@dataclass(frozen=True)
class OverrideEntry:
    """One record: `points` is None where it gives the mark back to the machine; `withdrawn_by` a later record's id.

    It was made for the answer with `digest`, when the exercise gave `max_points`; both are None if nobody knows.
    """

    id: int
    learner: str
    exercise: str
    points: Decimal | None
    author: str
    reason: str
    time: datetime
    withdrawn_by: int | None
    digest: str | None
    max_points: int | None

    @property
    def whole(self) -> str:
        """The exercise."""
        return self.exercise.partition("::")[0]

    @property
    def check(self) -> str:
        """The check that it is of; "" if it is of the whole exercise."""
        return self.exercise.partition("::")[2]

    @property
    def speaks(self) -> bool:
        """Whether it says what an answer is worth, and nobody has withdrawn it."""
        return self.points is not None and self.withdrawn_by is None


@dataclass(frozen=True)
class Lapsed:
    """An override that nobody has withdrawn, and that no longer counts: what it was made for has changed."""

    entry: OverrideEntry
    why: str


def history(ledger: Ledger) -> list[OverrideEntry]:
    """Return all records, the oldest first. They are kept by the name that the work was found under."""
    names = ledger.names()
    return [
        OverrideEntry(
            row["id"],
            names.get(row["learner"], row["learner"]),
            row["exercise"],
            None if row["points"] is None else Decimal(row["points"]),
            row["author"],
            row["reason"],
            _time(row["time"]),
            row["withdrawn_by"],
            row["digest"],
            row["max_points"],
        )
        for row in ledger.rows("SELECT * FROM overrides ORDER BY id")
    ]


def in_force(ledger: Ledger) -> dict[tuple[str, str], Override]:
    """Return the overrides that count, by learner and exercise; those of checks together."""
    found: dict[tuple[str, str], Override] = {}
    for entry, key, why in _judged(ledger):
        if why or entry.points is None:
            continue
        about = entry.learner, entry.whole
        points, reason = entry.points, entry.reason
        if entry.check:
            before = found.get(about)
            base = _points(ledger, key) if before is None else before.points
            points += base - _points(ledger, key, entry.check)
            reason = f"{entry.check}: {reason}" if before is None else f"{before.reason}; {entry.check}: {reason}"
        found[about] = Override(entry.id, *about, points, entry.author, reason, entry.time)
    return found


def lapsed(ledger: Ledger) -> tuple[Lapsed, ...]:
    """Return the overrides that were made for something else than what is there now, the oldest first."""
    return tuple(Lapsed(entry, why) for entry, _, why in _judged(ledger) if why)


def _judged(ledger: Ledger) -> Iterator[tuple[OverrideEntry, str, str]]:
    """Yield the overrides that speak of an answer that is there, the key of its result, and why they lapsed, or ""."""
    speaking = [entry for entry in history(ledger) if entry.speaks]
    if not speaking:
        return
    there = {
        (one.learner, one.exercise): one
        for learner in {entry.learner for entry in speaking}
        for one, _ in counting(ledger.attempts(learner), ledger.keep())
    }
    for entry in speaking:
        if (found := there.get((entry.learner, entry.whole))) is not None:
            yield entry, found.key, _why_lapsed(entry, found.digest, _most(ledger, found.key, entry.check))


def _why_lapsed(entry: OverrideEntry, digest: str, most: int | None) -> str:
    if entry.digest is None:
        return "it is not recorded what it was made for"
    if entry.digest != digest:
        return "another answer was handed in since"
    if most and entry.max_points != most:  # without a result, or without a suite that loads, nothing is known to differ
        return f"the exercise gave {entry.max_points} points then, and gives {most} now"
    return ""


def _most(ledger: Ledger, key: str, check: str = "") -> int | None:
    query = "SELECT SUM(max_points) FROM checks WHERE key = ?1 AND (?2 = '' OR check_id = ?2)"
    most: int | None = ledger.value(query, key, check)
    return most


def _points(ledger: Ledger, key: str, check: str = "") -> int:
    query = "SELECT SUM(points) FROM checks WHERE key = ?1 AND status != 'grader_error' AND (?2 = '' OR check_id = ?2)"
    return int(ledger.value(query, key, check) or 0)


def record(
    folder: Path,
    learner: str,
    exercise: str,
    points: Decimal | int | None,
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
        As the ledger has them; the exercise may be named by its last part, and one of its checks after two colons.
    points : Decimal, int or None
        From 0 to the maximum, whole or half; None gives the mark back to the machine.
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
    exercise, _, check = exercise.partition("::")
    with Ledger.open(folder) as ledger:
        mark = find_mark(Gradebook(ledger), learner, exercise)
        of_exercise = [e for e in history(ledger) if e.speaks and (e.learner, e.whole) == (mark.learner, mark.exercise)]
        most = _most(ledger, mark.key, check) if check else mark.full_points
    about = f"{mark.exercise}::{check}" if check else mark.exercise
    if most is None:
        raise UsageError(f"{mark.exercise} has no check {check!r}.", f"`mdl-grade results {folder} --exercise` lists.")
    before = [e for e in of_exercise if not check or e.check in (check, "")]
    if check and points is not None and any(not e.check for e in before):
        raise UsageError(f"An override of all of {mark.exercise} is in force.", "Withdraw it first: --withdraw.")
    if check:
        before = [e for e in before if e.check]
    points = None if points is None else Decimal(points)
    if points is not None and points * 2 % 1:
        raise UsageError(f"{points} points are neither whole nor half.", "Give whole or half points.")
    if points is not None and not 0 <= points <= most:
        raise UsageError(f"{about} gives 0 to {most} points, not {points}.", "Give one of these.")
    if points is None and not before:
        raise UsageError(f"No override of {learner!r} in {about} is in force.", "The machine's mark counts.")
    said = mark.learner, about, points, author, reason, now or datetime.now(UTC)
    entry = OverrideEntry(0, *said, None, mark.digest, most)
    with Writer.open(folder) as writer, writer.transaction():
        return _written(writer, entry, mark.submission, [one.id for one in before])


def _written(writer: Writer, entry: OverrideEntry, submission: int, before: Iterable[int]) -> OverrideEntry:
    number = writer.execute(
        "INSERT INTO overrides(learner, exercise, points, author, reason, time, digest, max_points) "
        "VALUES((SELECT called FROM submissions WHERE id = ?), ?, ?, ?, ?, ?, ?, ?)",
        submission,
        entry.exercise,
        None if entry.points is None else f"{entry.points.normalize():f}",
        entry.author,
        entry.reason,
        written_time(entry.time),
        entry.digest,
        entry.max_points,
    ).lastrowid
    assert number is not None
    for one in before:
        writer.execute("UPDATE overrides SET withdrawn_by = ? WHERE id = ?", number, one)
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
        raise book.ledger.no_learner(learner)
    found = [m for m in own if m.exercise == exercise] or [m for m in own if m.exercise.partition("/")[2] == exercise]
    if len(found) != 1:
        known = ", ".join(mark.exercise for mark in (found or own))
        raise UsageError(f"{exercise!r} names {len(found)} exercises of {learner!r}.", f"Name one of these: {known}.")
    return found[0]


def _time(text: str) -> datetime:
    time = time_of(text)
    assert time is not None
    return time

"""What people decided about what was handed in: records that are undone, never deleted.

They are followed when a class is read the next time, by `mdl-grade batch`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath

from mdl_grade.batch.ledger import Ledger, time_of, written_time
from mdl_grade.batch.writer import Writer, storable
from mdl_grade.errors import UsageError
from mdl_grade.intake import NoticeKind


class DecisionKind(StrEnum):
    """What is decided; of a learner and an exercise."""

    ANSWER = "answer"
    """The file `subject` is the answer."""
    NO_ANSWER = "no_answer"
    """The file `subject` is not meant."""
    SEEN = "seen"
    """The item `subject` has been looked at, and stays as it is."""
    NAME = "name"
    """The learner is called `subject`, and may be one that is there already."""
    REMOVED = "removed"
    """It is nobody's work."""
    MEMBER = "member"
    """The learner is a group, and `subject` is in it."""
    COMMENT = "comment"
    """`subject` is said to the learner."""


@dataclass(frozen=True)
class InstructorDecision:
    """One record; `undone_by` is a later one's id. `learner` is the name that the work was found under."""

    id: int
    kind: DecisionKind
    learner: str
    exercise: str
    subject: str
    author: str
    reason: str
    time: datetime
    undone_by: int | None = None

    def __str__(self) -> str:
        said = {
            DecisionKind.ANSWER: f"{self.subject} is the answer",
            DecisionKind.NO_ANSWER: f"{self.subject} is not the answer",
            DecisionKind.SEEN: f"seen: {self.subject}",
            DecisionKind.NAME: f"is {self.subject}",
            DecisionKind.REMOVED: "is left out",
            DecisionKind.MEMBER: f"{self.subject} is in it",
            DecisionKind.COMMENT: f"told: {self.subject}",
        }
        about = ", ".join(filter(None, (self.learner, self.exercise)))
        ended = f" (undone by number {self.undone_by})" if self.undone_by else ""
        return f"{about}: {said[self.kind]}, by {self.author}, {self.time:%Y-%m-%d %H:%M} UTC: {self.reason}{ended}"


def decisions(ledger: Ledger, *, undone: bool = False) -> tuple[InstructorDecision, ...]:
    """Return the decisions that hold, the oldest first; all records with `undone`."""
    rows = ledger.rows("SELECT * FROM decisions WHERE kind != ? AND (? OR undone_by IS NULL) ORDER BY id", UNDO, undone)
    return tuple(
        InstructorDecision(
            row["id"],
            DecisionKind(row["kind"]),
            row["learner"],
            row["exercise"],
            row["subject"],
            row["author"],
            row["reason"],
            time_of(row["time"]) or datetime.min,
            row["undone_by"],
        )
        for row in rows
    )


Files = tuple[Mapping[str, str], frozenset[tuple[str, str]]]
"""The answer to each exercise, and what is not the answer to which."""


def decided_files(these: Iterable[InstructorDecision]) -> dict[str, Files]:
    """Return what was decided about files, by learner."""
    chosen: dict[str, dict[str, str]] = {}
    excluded: dict[str, set[tuple[str, str]]] = {}
    for one in these:
        if one.kind is DecisionKind.ANSWER:
            chosen.setdefault(one.learner, {})[one.exercise] = one.subject
        elif one.kind is DecisionKind.NO_ANSWER:
            excluded.setdefault(one.learner, set()).add((one.exercise, one.subject))
    return {who: (chosen.get(who, {}), frozenset(excluded.get(who, ()))) for who in {*chosen, *excluded}}


def decide(ledger: Writer, decision: InstructorDecision) -> InstructorDecision:
    """Write a decision (inside a transaction). Another one about the answer to the same exercise is undone by it."""
    number = _insert(ledger, decision.kind.value, decision)
    if decision.kind is DecisionKind.ANSWER:
        ledger.execute(
            "UPDATE decisions SET undone_by = ?1 WHERE id < ?1 AND undone_by IS NULL AND learner = ?2 "
            "AND exercise = ?3 AND (kind = ?4 OR (kind = ?5 AND subject = ?6))",
            number,
            decision.learner,
            decision.exercise,
            DecisionKind.ANSWER.value,
            DecisionKind.NO_ANSWER.value,
            decision.subject,
        )
    if decision.kind in (DecisionKind.NAME, DecisionKind.REMOVED):
        ledger.execute(
            "UPDATE decisions SET undone_by = ?1 WHERE id < ?1 AND undone_by IS NULL AND learner = ?2 AND kind = ?3",
            number,
            decision.learner,
            decision.kind.value,
        )
    if decision.kind is DecisionKind.NO_ANSWER:  # what was read so before does not count either
        about = decision.learner, decision.exercise, decision.subject, NoticeKind.TAKEN.value
        ledger.execute(UNREAD, *about)
    return replace(decision, id=number)


def undo(ledger: Writer, about: InstructorDecision) -> int:
    """Undo all decisions about a learner and an exercise (inside a transaction); return how many that were.

    Those about whose work it is are undone if `about` is of their kind, and not with the others; so are comments.
    """
    apart = (IDENTITY, (DecisionKind.COMMENT,))
    others = tuple(kind for kind in DecisionKind if not any(kind in group for group in apart))
    these = next((group for group in apart if about.kind in group), others)
    same = (one for one in decisions(ledger) if (one.learner, one.exercise) == (about.learner, about.exercise))
    mine = [one for one in same if one.kind in these]
    for one in mine:
        if one.kind is DecisionKind.ANSWER:  # what was read by it does not count without it
            name = PurePosixPath(one.subject).name
            ledger.execute(UNCHOSEN, one.learner, one.exercise, name, written_time(one.time))
    number = _insert(ledger, UNDO, about)
    for one in mine:
        ledger.execute("UPDATE decisions SET undone_by = ? WHERE id = ?", number, one.id)
    return len(mine)


IDENTITY = (DecisionKind.NAME, DecisionKind.REMOVED, DecisionKind.MEMBER)
UNDO = "undo"
UNCHOSEN = """
UPDATE answers SET rank = 0 WHERE exercise = ?2 AND filename = ?3 AND submission IN (
  SELECT s.id FROM submissions s JOIN runs r ON r.id = s.run WHERE s.called = ?1 AND r.started > ?4)
"""
UNREAD = """
UPDATE answers SET rank = 0 WHERE exercise = ?2 AND submission IN (
  SELECT s.id FROM submissions s JOIN notices n ON n.submission = s.id
  WHERE s.called = ?1 AND n.exercise = ?2 AND n.place = ?3 AND n.kind = ?4)
"""


def _insert(ledger: Writer, kind: str, decision: InstructorDecision) -> int:
    return (
        ledger.execute(
            "INSERT INTO decisions(kind, learner, exercise, subject, author, reason, time) VALUES(?, ?, ?, ?, ?, ?, ?)",
            kind,
            decision.learner,
            decision.exercise,
            decision.subject,
            decision.author,
            decision.reason,
            written_time(decision.time),
        ).lastrowid
        or 0
    )


def new(learner: str, exercise: str, *, author: str, reason: str, now: datetime | None = None) -> InstructorDecision:
    """Return a decision still to be filled in.

    Raises
    ------
    UsageError
        If nobody says so, or gives no reason.
    """
    author, reason = storable(author.strip()), storable(reason.strip())
    if not author or not reason:
        raise UsageError("A decision needs its author and a reason.", "Add --author NAME --reason TEXT.")
    return InstructorDecision(
        0, DecisionKind.SEEN, storable(learner), exercise, "", author, reason, now or datetime.now(UTC)
    )


def found_under(ledger: Ledger, learner: str) -> tuple[str, ...]:
    """Return the names under which work of a learner was found; those that were left out, too."""
    rows = ledger.rows("SELECT DISTINCT called FROM submissions WHERE learner = ? ORDER BY called", storable(learner))
    return tuple(row["called"] for row in rows)


def exercise_of(folder: Path, learner: str, exercise: str) -> str:
    """Return the id of an exercise, which may be named by its last part, of a learner that a ledger has.

    Raises
    ------
    UsageError
        If it has no such learner, or no such exercise.
    """
    with Ledger.open(folder) as ledger:
        found: set[str] = {
            row["exercise"]
            for row in ledger.rows(
                "SELECT DISTINCT exercise FROM submissions JOIN answers ON submission = id WHERE learner = ?",
                storable(learner),
            )
        }
        if not found:
            raise ledger.no_learner(learner)
    if not exercise:
        return ""
    named = [e for e in found if e == exercise] or [e for e in found if e.partition("/")[2] == exercise]
    if len(named) != 1:
        raise UsageError(
            f"{exercise!r} names {len(named)} exercises.", f"Name one of these: {', '.join(sorted(found))}."
        )
    return named[0]

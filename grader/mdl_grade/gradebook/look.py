"""What a person must look at in a class, each with the command that decides it."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from mdl_grade.batch.enrolled import enrolled_in, number_of, who_is_there
from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.writer import Writer, storable
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.decisions import (
    DecisionKind,
    InstructorDecision,
    decide,
    decided_files,
    decisions,
    found_under,
)
from mdl_grade.gradebook.decisions import undo as undo_all
from mdl_grade.gradebook.falls import told
from mdl_grade.gradebook.marks import LearnerMarks, apply, by_learner
from mdl_grade.gradebook.overrides import in_force, lapsed
from mdl_grade.intake import NoticeKind
from mdl_grade.records.model import Status


class LookKind(Enum):
    """Why something is listed, in the order in which it is."""

    UNCLEAR = "Which file is meant, a person must say"
    UNREADABLE = "What counts can't be read"
    FAULT = "The grader failed"
    LAPSED = "Overrides that have lapsed"
    STRANGER = "Not on the roster"
    LATE = "Late, and it is not known how much"
    ZEROS = "Something was handed in, and nothing gives points"
    BESIDE = "Another file could be meant as well"
    FELL = "Marks that fell in the newest run"
    TAKEN = "Taken, though it is called or lies otherwise"
    ABSENT = "Enrolled, and nothing was handed in"
    REFUSED = "Not looked at"

    @property
    def asks(self) -> bool:
        """Whether a person must decide something; the rest is told."""
        return self not in (LookKind.FELL, LookKind.TAKEN, LookKind.ABSENT, LookKind.REFUSED)


@dataclass(frozen=True)
class Look:
    """One item. `command` decides it, mostly `mdl-grade`'s; capitals in it are to be filled in."""

    kind: LookKind
    learner: str
    exercise: str
    text: str
    command: str = ""

    @property
    def order(self) -> int:
        return list(LookKind).index(self.kind)

    def __str__(self) -> str:
        about = ", ".join(filter(None, (self.learner, self.exercise)))
        return f"{about}: {self.text}" if about else self.text


SIGNED = "--author YOU --reason WHY"


def to_look_at(book: Gradebook, learners: Sequence[LearnerMarks]) -> tuple[Look, ...]:
    """Return all that is to be looked at and was not yet, by kind.

    Parameters
    ----------
    learners : sequence of LearnerMarks
        With overrides, without a policy.
    """
    ledger = book.ledger
    names = ledger.names()
    seen = {
        (names.get(one.learner, one.learner), one.exercise, one.subject)
        for one in decisions(ledger)
        if one.kind is DecisionKind.SEEN
    }
    found = (
        *_notices(book),
        *_unreadable(book),
        *_marks(ledger, learners),
        *_lapsed(ledger),
        *_roster(ledger),
        *_falls(ledger),
    )
    items = [one for one in dict.fromkeys(found) if (one.learner, one.exercise, one.text) not in seen]
    return tuple(sorted(items, key=lambda one: one.order))


def settle_look(
    folder: Path,
    about: InstructorDecision,
    *,
    chosen: str | None = None,
    excluded: str | None = None,
    undo: bool = False,
) -> tuple[str, ...]:
    """Write into a ledger what was decided about an exercise of a learner, and return what to say of it.

    Without a file, and unless it is undone, what is listed now has been seen.

    Raises
    ------
    UsageError
        If there is nothing to undo, or nothing to be seen.
    """
    if undo:
        with Writer.open(folder) as writer, writer.transaction():
            count = sum(undo_all(writer, replace(about, learner=name)) for name in found_under(writer, about.learner))
        if not count:
            raise UsageError("Nothing is decided there.", "`mdl-grade results RESULTS --look` lists what is.")
        return (f"{count} undone. Give the `mdl-grade batch` command again if a file was decided on.",)
    if chosen is not None or excluded is not None:
        kind = DecisionKind.ANSWER if chosen is not None else DecisionKind.NO_ANSWER
        these = [replace(about, kind=kind, subject=storable(chosen or excluded or ""))]
        said = "It will be followed when the `mdl-grade batch` command is given again."
    else:
        with Ledger.open(folder) as ledger:
            book = Gradebook(ledger)
            items = to_look_at(book, by_learner(apply(book.marks(), overrides=in_force(ledger))))
        mine = [one for one in items if (one.learner, one.exercise) == (about.learner, about.exercise)]
        if not mine:
            raise UsageError("Nothing is listed there.", "`mdl-grade results RESULTS --look` lists what is.")
        these = [replace(about, kind=DecisionKind.SEEN, subject=one.text) for one in mine]
        said = "`--undo` puts it back on the list."
    with Writer.open(folder) as writer, writer.transaction():
        under = found_under(writer, about.learner)
        made = [decide(writer, replace(one, learner=name)) for one in these for name in under]
    return (*(f"Decision {one.id}: {one}" for one in made), said)


def asking(items: Iterable[Look]) -> int:
    """Count the questions that a person must decide: which of several files is meant is one."""
    return len({(one.kind, one.learner, one.exercise) for one in items if one.kind.asks})


def _notices(book: Gradebook) -> Iterator[Look]:
    ledger = book.ledger
    files = decided_files(decisions(ledger))
    rows = list(ledger.rows(NOTICES))
    earlier = {row["learner"] for row in rows if row["superseded"]}
    counted = {(one.submission, one.exercise) for learner in earlier for one, _ in book.counting(learner)}
    for row in rows:
        if row["superseded"] and (row["submission"], row["exercise"]) not in counted:
            continue
        kind, place, learner, exercise = NoticeKind(row["kind"]), row["place"], row["learner"] or "", row["exercise"]
        text = f"{place} {row['text']}"
        if kind is NoticeKind.LATE and row["received"] is None:
            command = f"mdl-grade batch TARGET SUBMISSIONS --out {_folder(ledger)} --times FILE"
            yield Look(LookKind.LATE, learner, "", text, command)
        if kind is NoticeKind.REFUSED:
            yield Look(LookKind.REFUSED, learner, "", text)
            continue
        chosen, excluded = files.get(row["called"], ({}, frozenset()))
        if exercise in chosen or (exercise, place) in excluded:
            text += ". It is decided, and will be followed when the `mdl-grade batch` command is given again"
        about = _about(ledger, "decide", learner, exercise or "EXERCISE")
        if kind is NoticeKind.TAKEN:
            yield Look(LookKind.TAKEN, learner, exercise, text, f"{about} --not {_quoted(place)} {SIGNED}")
        elif kind in (NoticeKind.BESIDE, NoticeKind.UNCLEAR):
            which = LookKind.BESIDE if kind is NoticeKind.BESIDE else LookKind.UNCLEAR
            yield Look(which, learner, exercise, text, f"{about} --file {_quoted(place)} {SIGNED}")


def _unreadable(book: Gradebook) -> Iterator[Look]:
    unclear = {(row["learner"], row["exercise"]) for row in book.ledger.rows(NOTICES) if row["kind"] == "unclear"}
    learners = [row["learner"] for row in book.ledger.rows(UNREADABLE)]
    for one, several in (both for learner in learners for both in book.counting(learner)):
        latest = several[-1]
        if latest.rank != 1 or (one.learner, one.exercise) in unclear:
            continue
        row = next(row for row in book.ledger.answers(latest.submission) if row.exercise == one.exercise)
        text = row.problem.reason if row.problem else "It can't be read."
        if one is not latest:
            text += " An earlier one counts."
        yield Look(
            LookKind.UNREADABLE, one.learner, one.exercise, text, _override(book.ledger, one.learner, one.exercise)
        )


def _marks(ledger: Ledger, learners: Sequence[LearnerMarks]) -> Iterator[Look]:
    for own in learners:
        for mark in own.marks:
            if mark.status is Status.GRADER_ERROR and mark.override is None:
                text = "its checks could not be judged; the same `mdl-grade batch` command tries again"
                yield Look(
                    LookKind.FAULT, own.learner, mark.exercise, text, _override(ledger, own.learner, mark.exercise)
                )
        tried = [mark for mark in own.marks if mark.status is not Status.NOT_ATTEMPTED]
        if len(tried) > 1 and not any(mark.points or mark.override for mark in own.marks):
            command = f"mdl-grade results {_folder(ledger)} --learner {_quoted(own.learner)}"
            yield Look(LookKind.ZEROS, own.learner, "", f"{len(tried)} answers, 0 points: is it one mistake?", command)


def _lapsed(ledger: Ledger) -> Iterator[Look]:
    for one in lapsed(ledger):
        entry = one.entry
        of = f" for {entry.check}" if entry.check else ""
        text = f"{entry.points} points{of} by {entry.author}, {entry.time:%Y-%m-%d}, do not count: {one.why}"
        yield Look(LookKind.LAPSED, entry.learner, entry.whole, text, _override(ledger, entry.learner, entry.exercise))


def _roster(ledger: Ledger) -> Iterator[Look]:
    if not enrolled_in(ledger):
        return
    there = who_is_there(ledger)
    known = {number_of(learner): learner for learner in there.present.values() if learner and number_of(learner)}
    absent = [one.name for one, who in there.present.items() if who is None]
    for learner in there.strangers:
        twin = known.get(number_of(learner), "")
        other = [twin] if twin else difflib.get_close_matches(learner, absent, 1)
        who = _quoted(other[0]) if other else "OTHER"
        command = f"mdl-grade learners {_folder(ledger)} --merge {_quoted(learner)} {who} {SIGNED}"
        same = f"; {twin} has the same number: are they one?" if twin else ""
        yield Look(LookKind.STRANGER, learner, "", f"handed in, and is not on the roster{same}", command)
    rows = {row["learner"] for row in ledger.rows("SELECT learner FROM submissions WHERE NOT removed")}
    for one, learner_there in there.present.items():
        if learner_there is None:
            text = "has a row of zeros" if one.name in rows else "has no row: what was handed in is left out"
            yield Look(LookKind.ABSENT, one.name, "", text)


def _falls(ledger: Ledger) -> Iterator[Look]:
    for fall in told(ledger):
        text = str(fall).removeprefix(f"{fall.learner}, {fall.exercise}: ")
        command = f"mdl-grade results {_folder(ledger)} --learner {_quoted(fall.learner)}"
        yield Look(LookKind.FELL, fall.learner, fall.exercise, text, command)


def _override(ledger: Ledger, learner: str, exercise: str) -> str:
    return f"{_about(ledger, 'override', learner, exercise)} POINTS {SIGNED}"


def _about(ledger: Ledger, command: str, learner: str, exercise: str) -> str:
    return f"mdl-grade {command} {_folder(ledger)} {_quoted(learner)} {exercise}"


def _folder(ledger: Ledger) -> str:
    return _quoted(str(ledger.path.parent))


def _quoted(text: str) -> str:
    return shlex.quote(text)


UNREADABLE = """
SELECT DISTINCT s.learner FROM answers a JOIN submissions s ON s.id = a.submission WHERE a.rank = 1 AND NOT s.removed
ORDER BY 1
"""
NOTICES = """
SELECT s.learner, s.called, n.exercise, n.kind, n.place, n.text, n.submission, s.superseded, s.received
FROM notices n LEFT JOIN submissions s ON s.id = n.submission
WHERE (n.submission IS NULL AND n.run = (SELECT MAX(id) FROM runs)) OR NOT s.removed
ORDER BY s.learner, n.exercise, n.place
"""

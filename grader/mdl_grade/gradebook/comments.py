"""What people say to learners, beside what the machine says: records that are undone, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.writer import Writer, storable
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.decisions import DecisionKind, InstructorDecision, decide, decisions, found_under, undo


def comments_of(ledger: Ledger) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return what is said to learners, by learner and exercise; "" is all that was handed in."""
    names = ledger.names()
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in decisions(ledger):
        if one.kind is DecisionKind.COMMENT:
            about = names.get(one.learner, one.learner), one.exercise
            found[about] = tuple(dict.fromkeys((*found.get(about, ()), one.subject)))
    return found


def comment(folder: Path, about: InstructorDecision, text: str) -> InstructorDecision:
    """Say something to a learner."""
    said = replace(about, kind=DecisionKind.COMMENT, subject=storable(text))
    with Writer.open(folder) as writer, writer.transaction():
        for name in found_under(writer, about.learner):
            decide(writer, replace(said, learner=name))
    return said


def take_back(folder: Path, about: InstructorDecision) -> int:
    """Take back all that was said to a learner of an exercise.

    Raises
    ------
    UsageError
        If nothing was.
    """
    about = replace(about, kind=DecisionKind.COMMENT)
    with Writer.open(folder) as writer, writer.transaction():
        count = max(undo(writer, replace(about, learner=name)) for name in found_under(writer, about.learner))
    if not count:
        raise UsageError("Nothing was said there.", "Comments on an exercise: --exercise ID.")
    return count

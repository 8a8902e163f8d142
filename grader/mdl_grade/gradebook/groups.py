"""Groups: one hand-in, several learners. In a ledger the group is the learner; what goes back goes to each member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from mdl_grade.batch.enrolled import EnrolledLearner, attendance
from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.writer import Writer, storable
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.decisions import DecisionKind, InstructorDecision, decide, decisions, found_under


def members_of(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    """Return the members of each group, by the learner that the group is in the ledger."""
    names = ledger.names()
    found: dict[str, tuple[str, ...]] = {}
    for one in decisions(ledger):
        if one.kind is DecisionKind.MEMBER:
            group = names.get(one.learner, one.learner)
            found[group] = tuple(dict.fromkeys((*found.get(group, ()), one.subject)))
    return found


def group(folder: Path, about: InstructorDecision, pairs: Iterable[tuple[str, str]]) -> int:
    """Say who is in which group (pairs of learner and group); return how many are in one now.

    Groups are named as they handed in, with or without the learning platform's number.

    Raises
    ------
    UsageError
        If no work of such a group is there.
    """
    with Writer.open(folder) as ledger:
        learners = [row["learner"] for row in ledger.rows("SELECT DISTINCT learner FROM submissions WHERE NOT removed")]
        wanted = {name: EnrolledLearner(name) for _, name in pairs}
        there = attendance(wanted.values(), learners).present
        known = members_of(ledger)
        with ledger.transaction():
            for member, name in pairs:
                who = there[wanted[name]]
                if who is None:
                    raise UsageError(f"No work of a group {name!r} is there.", "Name groups as `learners` lists them.")
                if member not in known.get(who, ()):
                    for called in found_under(ledger, who)[:1]:
                        said = replace(about, learner=called, kind=DecisionKind.MEMBER, subject=storable(member))
                        decide(ledger, said)
        return sum(map(len, members_of(ledger).values()))

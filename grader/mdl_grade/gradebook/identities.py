"""Whose the work is that was found under a name, as people decide: learners are renamed, made one, left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.writer import NOBODY, Writer, storable
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.decisions import DecisionKind, InstructorDecision, decide, found_under, undo
from mdl_grade.gradebook.falls import Fall, begin, tell
from mdl_grade.gradebook.groups import members_of


@dataclass(frozen=True)
class Identity:
    """One learner: the names that work was found under, how many submissions that are, and who is in it."""

    learner: str
    found_under: tuple[str, ...]
    submissions: int
    removed: bool
    members: tuple[str, ...] = ()


def identities(ledger: Ledger) -> tuple[Identity, ...]:
    """Return all learners, by name; those that were left out last."""
    counts: Counter[tuple[bool, str]] = Counter()
    names: dict[tuple[bool, str], list[str]] = {}
    rows = ledger.rows(
        "SELECT learner, called, removed, place FROM submissions WHERE place != ? OR NOT removed ORDER BY called",
        NOBODY,
    )
    for row in rows:
        who = bool(row["removed"]), row["learner"]
        counts[who] += row["place"] != NOBODY
        names.setdefault(who, []).append(row["called"])
    members = members_of(ledger)
    return tuple(
        Identity(
            learner,
            tuple(dict.fromkeys(names[removed, learner])),
            counts[removed, learner],
            removed,
            members.get(learner, ()),
        )
        for removed, learner in sorted(counts)
    )


def rename(folder: Path, about: InstructorDecision, name: str) -> tuple[Fall, ...]:
    """Call a learner otherwise.

    Raises
    ------
    UsageError
        If another is called so: making them one is something else.
    """
    return _change(folder, about, DecisionKind.NAME, storable(name), there=False)


def merge(folder: Path, about: InstructorDecision, name: str) -> tuple[Fall, ...]:
    """Say that a learner is another who is there, too; return the marks that fall by it.

    Raises
    ------
    UsageError
        If there is no such other.
    """
    return _change(folder, about, DecisionKind.NAME, storable(name), there=True)


def remove(folder: Path, about: InstructorDecision) -> tuple[Fall, ...]:
    """Leave out what is nobody's work."""
    return _change(folder, about, DecisionKind.REMOVED, "")


def restore(folder: Path, about: InstructorDecision) -> tuple[Fall, ...]:
    """Undo all that was decided about whose work it is that is now a learner's, or that was found under that name."""
    with Writer.open(folder) as ledger:
        begin(ledger)
        with ledger.transaction():
            under = {*found_under(ledger, about.learner), about.learner}
            count = sum(undo(ledger, replace(about, learner=one, kind=DecisionKind.NAME)) for one in sorted(under))
            ledger.identify()
        if not count:
            raise UsageError(f"Nothing is decided about {about.learner!r}.", "`mdl-grade learners RESULTS` shows all.")
        return tell(ledger)


def _change(
    folder: Path, about: InstructorDecision, kind: DecisionKind, subject: str, *, there: bool | None = None
) -> tuple[Fall, ...]:
    with Writer.open(folder) as ledger:
        known = {one.learner for one in identities(ledger)}
        if about.learner not in known:
            raise ledger.no_learner(about.learner)
        if there is False and subject in known:
            raise UsageError(f"There is a learner called {subject!r}.", "Are they one? Then: --merge.")
        if there is True and (subject not in known or subject == about.learner):
            raise UsageError(f"The results hold no other learner called {subject!r}.", "A new name: --rename.")
        begin(ledger)
        with ledger.transaction():
            for name in found_under(ledger, about.learner):
                decide(ledger, replace(about, learner=name, kind=kind, subject=subject))
            ledger.identify()
        return tell(ledger)

"""Marks: what the machine says of each answer, and beside it what people say. Pure data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from mdl_grade.gradebook.policy import IN_TIME, NO_POLICY, UNWEIGHTED, Lateness, Policy, worth
from mdl_grade.records.model import Status


@dataclass(frozen=True)
class Override:
    """What a person says an answer is worth, in place of the machine, to the half point. Withdrawn by a later one."""

    id: int
    learner: str
    exercise: str
    points: Decimal
    author: str
    reason: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """One exercise of one learner.

    Parameters
    ----------
    points, max_points : int
        The machine's; checks on which the grader itself failed are in neither.
    full_points : int
        The maximum with those checks: what counts, so that nobody gains by a fault of the grader.
    received : datetime or None
        When the answer came in, in UTC.
    key : str
        Of the result in the ledger that this mark comes from.
    override : Override or None
        A person's word on what the work is worth.
    lateness : Lateness
        By the policy, which applies to an override, too: an override speaks of the work, not of when it came.
    digest, submission
        Of the answer that counts, and of what it came with.
    earlier : bool
        Whether the learner's latest submission is another one.
    run : int
        In which it was graded.
    made_under : str
        Seeds, suite and versions, in words.
    """

    learner: str
    exercise: str
    status: Status
    points: int
    max_points: int
    full_points: int
    received: datetime | None = None
    key: str = ""
    override: Override | None = None
    lateness: Lateness = IN_TIME
    weight: Decimal = UNWEIGHTED
    digest: str = field(default="", compare=False)
    submission: int = field(default=0, compare=False)
    earlier: bool = field(default=False, compare=False)
    run: int = field(default=0, compare=False)
    made_under: str = field(default="", compare=False)

    @property
    def maximum(self) -> int:
        return self.full_points

    @property
    def final(self) -> Decimal:
        """What counts: the override's points or else the machine's, less the penalty for lateness; not weighted."""
        return worth(self.points if self.override is None else self.override.points, self.lateness)


@dataclass(frozen=True)
class LearnerMarks:
    """All marks of one learner."""

    learner: str
    marks: tuple[Mark, ...]

    @property
    def points(self) -> int:
        """Points by the machine alone, no exercise weighing more than another."""
        return sum(mark.points for mark in self.marks)

    @property
    def max_points(self) -> int:
        return sum(mark.max_points for mark in self.marks)

    @cached_property
    def final(self) -> Decimal:
        """Weighted sum of what counts."""
        return sum((mark.weight * mark.final for mark in self.marks), Decimal(0))

    @cached_property
    def maximum(self) -> Decimal:
        return sum((mark.weight * mark.maximum for mark in self.marks), Decimal(0))

    @property
    def share(self) -> float | None:
        """Final points as a share of the maximum; None if there is none."""
        return float(self.final / self.maximum) if self.maximum else None

    @property
    def days_late(self) -> int:
        return max((mark.lateness.days for mark in self.marks), default=0)

    @property
    def overridden(self) -> int:
        return sum(mark.override is not None for mark in self.marks)


def apply(
    marks: Iterable[Mark], policy: Policy = NO_POLICY, overrides: Mapping[tuple[str, str], Override] | None = None
) -> list[Mark]:
    """Return the machine's marks with overrides (by learner and exercise) and the policy beside them."""
    known = overrides or {}
    if policy is NO_POLICY and not known:
        return list(marks)
    late: dict[tuple[str, datetime | None], Lateness] = {}

    def lateness(mark: Mark) -> Lateness:
        about = mark.learner, mark.received
        if about not in late:
            late[about] = policy.lateness(*about)
        return late[about]

    return [
        replace(
            mark,
            override=known.get((mark.learner, mark.exercise)),
            lateness=lateness(mark),
            weight=policy.weight(mark.exercise),
        )
        for mark in marks
    ]


def untimed(learners: Iterable[LearnerMarks]) -> tuple[str, ...]:
    """Return those of whose work it is not known when it came in: a late policy leaves it alone."""
    return tuple(
        own.learner
        for own in learners
        if any(mark.received is None and mark.status is not Status.NOT_ATTEMPTED for mark in own.marks)
    )


def by_learner(marks: Iterable[Mark]) -> list[LearnerMarks]:
    """Group marks, learners in the order in which they first appear."""
    grouped: dict[str, list[Mark]] = {}
    for mark in marks:
        grouped.setdefault(mark.learner, []).append(mark)
    return [LearnerMarks(learner, tuple(own)) for learner, own in grouped.items()]

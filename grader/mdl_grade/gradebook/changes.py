"""Two gradings of a class, compared: who gained and lost points on which check, and why. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mdl_grade.records.model import SeedMode, Status, Tool, Trust


class Reason(StrEnum):
    """What differs between two gradings of one answer, and decides marks."""

    ANSWER = "another answer was handed in"
    SUITE = "the suite or the solution was changed"
    SEED = "another seed"
    GRADER = "another version of the grader"
    PYTHON = "another version of Python"
    NUMPY = "another version of NumPy"
    ISOLATION = "other isolation"
    OVERRIDE = "a person's override"
    ONLY_OLD = "only in the old grading"
    ONLY_NEW = "only in the new grading"
    UNEXPLAINED = "nothing differs that is recorded: replay the check"


@dataclass(frozen=True, slots=True)
class CheckPoints:
    """What one check gave."""

    status: Status
    points: int
    max_points: int


@dataclass(frozen=True, slots=True)
class SeedIdentity:
    """What tells seeds apart: a practice seed's value, or a secret's fingerprint; "" if it is not recorded."""

    mode: SeedMode
    value: str = ""

    def may_be(self, other: SeedIdentity) -> bool:
        return self.mode is other.mode and (self.value == other.value or not self.value or not other.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """One exercise of one learner in one grading: checks by id, and all that the mark depends on.

    `override` is a person's mark beside the machine's.
    """

    points: int
    max_points: int
    checks: Mapping[str, CheckPoints]
    file_digest: str
    suite_digest: str
    seed: SeedIdentity
    tool: Tool
    trust: Trust
    override: Decimal | None = None

    @property
    def counted(self) -> int | Decimal:
        return self.points if self.override is None else self.override


Standings = Mapping[tuple[str, str], Standing]
"""By learner and exercise."""


@dataclass(frozen=True)
class CheckChange:
    """A check whose points or maximum differ; `before` or `after` is None where there is no such check."""

    check: str
    before: CheckPoints | None
    after: CheckPoints | None
    gain: int


@dataclass(frozen=True)
class MarkChange:
    """An exercise of a learner whose points, maximum, override or checks differ.

    `before` and `after` are the points that count, overrides included; `gain` is their difference.
    """

    learner: str
    exercise: str
    before: int | Decimal | None
    after: int | Decimal | None
    gain: int | Decimal
    reasons: tuple[Reason, ...]
    checks: tuple[CheckChange, ...]


@dataclass(frozen=True)
class GradingComparison:
    """What differs, and how many exercises of learners were compared."""

    compared: int
    gained: int
    lost: int
    changes: tuple[MarkChange, ...]

    def reasons(self) -> list[tuple[Reason, int]]:
        """Return how many changes each reason has a part in, the commonest first."""
        return Counter(reason for change in self.changes for reason in change.reasons).most_common()


def compare(old: Standings, new: Standings) -> GradingComparison:
    """Compare two gradings; exercises of learners on which both agree are only counted."""
    places = sorted({*old, *new})
    changes = tuple(change for place in places if (change := _change(place, old.get(place), new.get(place))))
    gained, lost = sum(change.gain > 0 for change in changes), sum(change.gain < 0 for change in changes)
    return GradingComparison(len(places), gained, lost, changes)


def _change(place: tuple[str, str], before: Standing | None, after: Standing | None) -> MarkChange | None:
    checks = _check_changes(before, after)
    if before and after and not checks and _marks(before) == _marks(after):
        return None
    old, new = (standing.counted if standing else None for standing in (before, after))
    return MarkChange(*place, old, new, (new or 0) - (old or 0), _reasons(before, after), checks)


def _marks(standing: Standing) -> tuple[int, int, int | Decimal | None]:
    return standing.points, standing.max_points, standing.override


def _check_changes(before: Standing | None, after: Standing | None) -> tuple[CheckChange, ...]:
    if before is None or after is None:
        return ()
    pairs = ((check, before.checks.get(check), after.checks.get(check)) for check in {**before.checks, **after.checks})
    return tuple(
        CheckChange(check, old, new, (new.points if new else 0) - (old.points if old else 0))
        for check, old, new in pairs
        if _worth(old) != _worth(new)
    )


def _worth(point: CheckPoints | None) -> tuple[int, int] | None:
    return (point.points, point.max_points) if point else None


def _reasons(before: Standing | None, after: Standing | None) -> tuple[Reason, ...]:
    if before is None or after is None:
        return (Reason.ONLY_OLD if before else Reason.ONLY_NEW,)
    differs = {
        Reason.ANSWER: before.file_digest != after.file_digest,
        Reason.SUITE: before.suite_digest != after.suite_digest,
        Reason.SEED: not before.seed.may_be(after.seed),
        Reason.GRADER: before.tool.version != after.tool.version,
        Reason.PYTHON: before.tool.python != after.tool.python,
        Reason.NUMPY: before.tool.numpy != after.tool.numpy,
        Reason.ISOLATION: before.trust is not after.trust,
        Reason.OVERRIDE: before.override != after.override,
    }
    return tuple(reason for reason, true in differs.items() if true) or (Reason.UNEXPLAINED,)

"""Item analysis: how hard each check is, and whether it tells strong answers from weak ones. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from mdl_grade.records.model import Status


@dataclass(frozen=True)
class RestScores:
    """The learners for whom a check ended one way, and their rest scores: all their points but those of this check.

    Parameters
    ----------
    learners : int
    total, squares : int
        Sums of the rest scores and of their squares.
    lost : int
        Points that they did not get for it.
    """

    exercise: str
    check: str
    status: Status
    learners: int
    total: int
    squares: int
    lost: int = 0


@dataclass(frozen=True)
class Item:
    """One check over a class.

    Parameters
    ----------
    learners : int
        Whose answer it ran on: an attempt that the grader could judge, and that was not waiting for another check.
    passed : int
        Of those.
    discrimination : float or None
        Point-biserial correlation of passing with the rest score; None if all passed, none did, or all rest scores
        are equal.
    statuses : tuple
        (status, learners) for each way in which the check ended, the commonest first.
    lost, open : int
        Points that were lost by failing or waiting, and by no attempt.
    """

    exercise: str
    check: str
    learners: int
    passed: int
    discrimination: float | None
    statuses: tuple[tuple[Status, int], ...]
    lost: int = 0
    open: int = 0

    @property
    def failing(self) -> int:
        return self.learners - self.passed

    @property
    def waiting(self) -> int:
        """Learners of whom it did not run, for another check has to pass first."""
        return dict(self.statuses).get(Status.BLOCKED, 0)

    @property
    def difficulty(self) -> float | None:
        """Share of the learners who passed: an easy check has a high one."""
        return self.passed / self.learners if self.learners else None


UNJUDGED = (Status.NOT_ATTEMPTED, Status.GRADER_ERROR, Status.BLOCKED)


def items(tallies: Iterable[RestScores]) -> list[Item]:
    """Analyse each check of a class, in the order in which they first appear."""
    grouped: dict[tuple[str, str], list[RestScores]] = {}
    for tally in tallies:
        grouped.setdefault((tally.exercise, tally.check), []).append(tally)
    return [_item(exercise, check, group) for (exercise, check), group in grouped.items()]


def _item(exercise: str, check: str, tallies: list[RestScores]) -> Item:
    judged = [tally for tally in tallies if tally.status not in UNJUDGED]
    passed = [tally for tally in judged if tally.status is Status.PASSED]
    others = [tally for tally in judged if tally.status is not Status.PASSED]
    commonest = sorted(((tally.status, tally.learners) for tally in tallies), key=lambda pair: (-pair[1], pair[0]))
    return Item(
        exercise=exercise,
        check=check,
        learners=sum(tally.learners for tally in judged),
        passed=sum(tally.learners for tally in passed),
        discrimination=point_biserial(passed, others),
        statuses=tuple(commonest),
        lost=sum(tally.lost for tally in tallies if tally in judged or tally.status is Status.BLOCKED),
        open=sum(tally.lost for tally in tallies if tally.status is Status.NOT_ATTEMPTED),
    )


def point_biserial(passed: Iterable[RestScores], others: Iterable[RestScores]) -> float | None:
    """Return the correlation of a yes-or-no item with the rest score.

    Notes
    -----
    r = (M₁ − M₀)/s · √(p q), with M₁ and M₀ the mean rest scores of those who passed and of the others, s their
    common standard deviation, p and q the shares of both: Pearson's correlation with the item as 0 and 1. Sums of
    whole numbers are exact, so nothing cancels before the last line (Lord & Novick, Statistical Theories of Mental
    Test Scores, 1968, §15.5).
    """
    n1, s1, q1 = _sums(passed)
    n0, s0, q0 = _sums(others)
    n = n1 + n0
    spread = n * (q1 + q0) - (s1 + s0) ** 2  # n² times the variance
    if not n1 or not n0 or not spread:
        return None
    return (s1 * n0 - s0 * n1) / math.sqrt(n1 * n0) / math.sqrt(spread)


def _sums(tallies: Iterable[RestScores]) -> tuple[int, int, int]:
    n = total = squares = 0
    for tally in tallies:
        n, total, squares = n + tally.learners, total + tally.total, squares + tally.squares
    return n, total, squares

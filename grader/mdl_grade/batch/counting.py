"""Which of several answers of a learner to an exercise counts. Pure: the ledger keeps all of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple


class Keep(StrEnum):
    """What counts if something was handed in more than once.

    An answer that is not there, or is the untouched stub, takes no other away; nor does one that can't be read.
    """

    LATEST = "latest"
    """Each exercise from the latest submission that has it."""
    BEST = "best"
    """Each exercise from the submission in which it is worth most."""
    WHOLE = "whole"
    """The latest submission, with all that is missing in it."""


class AnswerAttempt(NamedTuple):
    """One answer in one submission, and what is known of its result; without one, `status` is None.

    `rank` is 2 for an answer, 1 for one that can't be read, 0 for none; times are written as the ledger has them.
    `full_points` is the maximum with the checks on which the grader failed.
    """

    learner: str
    exercise: str
    submission: int
    received: str | None
    turn: int
    rank: int
    key: str
    digest: str
    status: str | None
    points: int | None
    max_points: int | None
    full_points: int | None
    run: int | None
    conditions: int | None
    suite: str | None


def counting(
    attempts: Iterable[AnswerAttempt], keep: Keep, worth: Callable[[AnswerAttempt], object] | None = None
) -> Iterator[tuple[AnswerAttempt, Sequence[AnswerAttempt]]]:
    """Yield the attempt that counts, of each learner and exercise, and all of them, the earliest first.

    Parameters
    ----------
    attempts : iterable of AnswerAttempt
        Sorted by learner and exercise.
    worth : callable, optional
        What an attempt is worth, for `Keep.BEST`: its points if not given.
    """
    value = worth or _points
    for _, group in groupby(attempts, key=lambda one: (one.learner, one.exercise)):
        several = list(group)
        if len(several) > 1:
            several = in_order(several)
        yield chosen(several, keep, value), several


def wanted(attempts: Iterable[AnswerAttempt], keep: Keep, learners: Container[str]) -> Iterator[AnswerAttempt]:
    """Yield the answers that count, or may once they are graded, of some learners."""
    for one, several in counting(attempts, keep):
        if one.learner in learners:
            also = several if keep is Keep.BEST and one.rank == ANSWER else (one,)
            yield from (other for other in also if other.rank == one.rank)


def in_order(several: list[AnswerAttempt]) -> list[AnswerAttempt]:
    """Sort by when they came in, if that is known of all; else by when they were first and last seen."""
    if all(one.received is not None for one in several):
        return sorted(several, key=lambda one: (one.received or "", one.turn))
    return sorted(several, key=lambda one: one.turn)


def chosen(several: Sequence[AnswerAttempt], keep: Keep, worth: Callable[[AnswerAttempt], object]) -> AnswerAttempt:
    """Return the one of several attempts, the earliest first, that counts."""
    if keep is Keep.WHOLE or len(several) == 1:
        return several[-1]
    most = max(one.rank for one in several)
    fit = [one for one in several if one.rank == most]
    if keep is Keep.LATEST or most < ANSWER:
        return fit[-1]
    return max(reversed(fit), key=worth)  # type: ignore[arg-type]


ANSWER = 2
"""The rank of an answer."""


def _points(attempt: AnswerAttempt) -> int:
    return -1 if attempt.points is None else attempt.points

"""A class at a glance: where points are lost, who needs help, when work came in. Pure data."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from mdl_grade.gradebook.items import Item
from mdl_grade.gradebook.marks import LearnerMarks, Mark
from mdl_grade.records.model import Status

MOST_LOST, MOST_HELP, MOST_PERIODS = 8, 10, 24
HALF = 0.5


@dataclass(frozen=True)
class LostPoints:
    """Points that the class lost in one check, and of how many learners: failing, or waiting for another check."""

    exercise: str
    check: str
    title: str
    points: int
    share: float
    failing: int
    waiting: int


@dataclass(frozen=True)
class NeedsHelp:
    """One who attempted something, and has less than half of the points.

    Parameters
    ----------
    where, lost, why : str
        The exercise that was attempted in which most points are lost, how many, and the bug.
    open : int
        How many exercises were not attempted.
    """

    learner: str
    share: float
    open: int
    where: str
    lost: str
    why: str


@dataclass(frozen=True)
class Period:
    """Those whose latest work came in from then on, until the next period; their mean share, and how many were late."""

    label: str
    learners: int
    mean: float | None
    late: int


def lost_points(items: Sequence[Item], titles: Callable[[Item], str]) -> tuple[LostPoints, ...]:
    """Return the checks in which most points are lost, by failing or by waiting; `share` is of all lost so."""
    everything = sum(item.lost for item in items) or 1
    told = [
        LostPoints(one.exercise, one.check, titles(one), one.lost, one.lost / everything, one.failing, one.waiting)
        for one in items
        if one.lost
    ]
    return tuple(sorted(told, key=lambda one: (-one.points, one.exercise, one.check))[:MOST_LOST])


@dataclass(frozen=True)
class Losses:
    """Points that a class, or its answers to an exercise, did not get: by failing or waiting, and by no attempt."""

    lost: int
    open: int

    @property
    def total(self) -> int:
        return self.lost + self.open


def losses(items: Sequence[Item]) -> Losses:
    """Add up what is lost."""
    return Losses(sum(item.lost for item in items), sum(item.open for item in items))


def attempted(learner: LearnerMarks) -> bool:
    return any(mark.status is not Status.NOT_ATTEMPTED for mark in learner.marks)


def below_half(learners: Iterable[LearnerMarks]) -> list[LearnerMarks]:
    """Return those who attempted something and have less than half of the points, the lowest first."""
    low = [one for one in learners if attempted(one) and one.share is not None and one.share < HALF]
    return sorted(low, key=lambda one: (one.share or 0.0, one.learner))


def need_help(learners: Iterable[LearnerMarks], bug: Callable[[Mark], str]) -> tuple[NeedsHelp, ...]:
    """Return some of those below half, with what would help most in what they attempted.

    Parameters
    ----------
    bug : callable
        What a mark's answer does wrong, in words; "" if that has no name.
    """
    told = []
    for own in below_half(learners)[:MOST_HELP]:
        tried = [mark for mark in own.marks if mark.status is not Status.NOT_ATTEMPTED]
        worst = max(tried, key=lambda mark: mark.maximum - mark.points)
        lost = f"{worst.maximum - worst.points} of {worst.maximum}"
        open_ = len(own.marks) - len(tried)
        told.append(NeedsHelp(own.learner, own.share or 0.0, open_, worst.exercise, lost, bug(worst)))
    return tuple(told)


def periods(learners: Sequence[LearnerMarks], zone: tzinfo) -> tuple[Period, ...]:
    """Return when the latest work of learners came in, on the clocks of `zone`: by hours, days or weeks."""
    times = {own.learner: time for own in learners if (time := _latest(own)) is not None}
    if not times:
        return ()
    local = {name: time.astimezone(zone).replace(tzinfo=None) for name, time in times.items()}
    span = max(local.values()) - min(local.values())
    start, label = _clock(span)
    groups: dict[datetime, list[LearnerMarks]] = {}
    for own in learners:
        if own.learner in local:
            groups.setdefault(start(local[own.learner]), []).append(own)
    return tuple(_period(begun.strftime(label), groups[begun]) for begun in sorted(groups))


def _latest(own: LearnerMarks) -> datetime | None:
    return max((mark.received for mark in own.marks if mark.received is not None), default=None)


def _clock(span: timedelta) -> tuple[Callable[[datetime], datetime], str]:
    def hour(time: datetime) -> datetime:
        return time.replace(minute=0, second=0, microsecond=0)

    def day(time: datetime) -> datetime:
        return hour(time).replace(hour=0)

    def week(time: datetime) -> datetime:
        return day(time) - timedelta(days=time.weekday())

    if span <= timedelta(hours=MOST_PERIODS):
        return hour, "%a %d %b %H:00"
    return (day, "%a %d %b") if span <= timedelta(days=MOST_PERIODS) else (week, "week of %d %b %Y")


def _period(label: str, own: Sequence[LearnerMarks]) -> Period:
    shares = [one.share for one in own if one.share is not None]
    mean = statistics.fmean(shares) if shares else None
    return Period(label, len(own), mean, sum(one.days_late > 0 for one in own))

"""What goes back to a learning platform: one mark a learner, or the reason why there is none yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from mdl_grade.gradebook.marks import LearnerMarks, Mark
from mdl_grade.gradebook.overview import plain
from mdl_grade.records.model import Status


@dataclass(frozen=True)
class ReturnedMark:
    """What counts of a learner, and what is said of it. `open` says why it may not go back yet."""

    points: Decimal
    maximum: Decimal
    feedback: str = ""
    open: str = ""


def returned(learners: Iterable[LearnerMarks], pending: Mapping[str, int]) -> dict[str, ReturnedMark]:
    """Return what goes back of each learner.

    Parameters
    ----------
    pending : mapping
        How many answers are still to be graded, of learners who have such.
    """
    marks = {own.learner: own for own in learners}
    names = sorted({*marks, *pending}, key=lambda name: (name.casefold(), name))
    return {name: _returned(marks.get(name, LearnerMarks(name, ())), pending.get(name, 0)) for name in names}


def _returned(own: LearnerMarks, pending: int) -> ReturnedMark:
    faults = [m.exercise for m in own.marks if m.status is Status.GRADER_ERROR and m.override is None]
    reasons = [
        f"{pending} still to be graded" if pending else "",
        f"the grader failed on {', '.join(faults)}" if faults else "",
    ]
    said = "; ".join(map(_said, own.marks))
    return ReturnedMark(own.final, own.maximum, f"{said}." if said else "", "; ".join(filter(None, reasons)))


def _said(mark: Mark) -> str:
    told = f"{mark.exercise.partition('/')[2]}: {plain(mark.final)} of {mark.maximum}"
    if mark.lateness.days:
        days = f"{mark.lateness.days} day{'s' * (mark.lateness.days != 1)}"
        told += f" ({days} late, less {plain(mark.lateness.percent)} %)"
    return told

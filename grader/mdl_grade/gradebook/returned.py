"""What goes back to a learning platform: one mark a learner, or the reason why there is none yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mdl_grade.batch.enrolled import EnrolledLearner, attendance
from mdl_grade.gradebook.glance import attempted
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


def returned(
    learners: Iterable[LearnerMarks],
    pending: Mapping[str, int],
    comments: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
    members: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, ReturnedMark]:
    """Return what goes back of each learner.

    Parameters
    ----------
    pending : mapping
        How many answers are still to be graded, of learners who have such.
    comments : mapping, optional
        What people say, by learner and exercise.
    members : mapping, optional
        Of learners who are groups: the group's mark goes back to each.
    """
    marks = {own.learner: own for own in learners}
    names = sorted({*marks, *pending}, key=lambda name: (name.casefold(), name))
    whole = (marks.get(name, LearnerMarks(name, ())) for name in names)
    back = {own.learner: _returned(own, pending.get(own.learner, 0), comments or {}) for own in whole}
    alone = {name for name in back if name in pending or (name in marks and attempted(marks[name]))}
    groups = {member: group for group, those in (members or {}).items() if group in back for member in those}
    shared = {group: back.pop(group) for group in set(groups.values())}
    own = attendance(map(EnrolledLearner, groups), list(back)).present
    for one, name in own.items():
        mark, group = shared[groups[one.name]], groups[one.name]
        if name is not None and name in alone:  # a person decides which of both counts
            mark = replace(mark, open=f"in the group {group}, and handed in alone: leave one of them out")
        back[name or one.name] = mark
    return back


def _returned(own: LearnerMarks, pending: int, comments: Mapping[tuple[str, str], tuple[str, ...]]) -> ReturnedMark:
    faults = [m.exercise for m in own.marks if m.status is Status.GRADER_ERROR and m.override is None]
    reasons = [
        f"{pending} still to be graded" if pending else "",
        f"the grader failed on {', '.join(faults)}" if faults else "",
    ]
    said = "; ".join(map(_said, own.marks))
    remarks = [
        f"{mark.exercise.partition('/')[2]}: {text}"
        for mark in own.marks
        for text in comments.get((own.learner, mark.exercise), ())
    ]
    lines = (f"{said}." * bool(said), *comments.get((own.learner, ""), ()), *remarks)
    return ReturnedMark(own.final, own.maximum, "\n".join(filter(None, lines)), "; ".join(filter(None, reasons)))


def _said(mark: Mark) -> str:
    told = f"{mark.exercise.partition('/')[2]}: {plain(mark.final)} of {mark.maximum}"
    if mark.lateness.days:
        days = f"{mark.lateness.days} day{'s' * (mark.lateness.days != 1)}"
        told += f" ({days} late, less {plain(mark.lateness.percent)} %)"
    if mark.weight != 1:
        told += f" (counts {plain(mark.weight)} times)"
    return told

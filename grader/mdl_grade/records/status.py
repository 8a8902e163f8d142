"""How an exercise ended, from how its checks did."""

from __future__ import annotations

from collections.abc import Iterable

from mdl_grade.records.model import Status


def exercise_status(statuses: Iterable[Status], *, started: bool) -> Status:
    """Return the status of an exercise from those of its checks; what is `started` is judged for what is there."""
    seen = set(statuses)
    if Status.GRADER_ERROR in seen:
        return Status.GRADER_ERROR
    if seen == {Status.PASSED}:
        return Status.PASSED
    if not started and Status.NOT_ATTEMPTED in seen and seen <= {Status.NOT_ATTEMPTED, Status.BLOCKED}:
        return Status.NOT_ATTEMPTED  # nothing that was written could be judged
    for status in (Status.FAILED, Status.ERROR, Status.TIMEOUT):
        if status in seen:
            return status
    return Status.FAILED

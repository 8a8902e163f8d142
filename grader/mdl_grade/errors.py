"""What can go wrong, in one hierarchy. Every message says what, where, and what to do next."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command tells the shell."""

    PASSED = 0
    FAILED = 1
    USAGE = 2
    GRADER_FAULT = 3
    NOTHING_ATTEMPTED = 4


class GraderError(Exception):
    """Base of every error that the grader raises on purpose.

    Parameters
    ----------
    what : str
        What happened and where, one sentence.
    next_step : str
        What the reader can do about it.
    """

    exit_code = ExitCode.GRADER_FAULT

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.what, self.next_step = what, next_step

    def __str__(self) -> str:
        return f"{self.what}\n{self.next_step}" if self.next_step else self.what


class UsageError(GraderError):
    """The command was given something that it can't use."""

    exit_code = ExitCode.USAGE


class CourseError(GraderError):
    """A course folder, solution or suite is broken: for its author to mend."""


class IsolationError(GraderError):
    """The wall is weaker than what was asked for, or could not be built."""


class GraderFault(GraderError):
    """The grader itself failed; nothing is held against the learner."""


class WallFault(GraderFault):
    """The wall failed, not the answer and not a check: what was asked is asked once more, on a new worker."""

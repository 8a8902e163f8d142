"""What a batch and its grading processes tell each other, as bytes. Nothing is ever pickled that a learner wrote."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from mdl_grade.records.model import Isolation, Tool, Trust


class Versions(msgspec.Struct, frozen=True):
    """All versions that decide a mark; `source` is a digest of the grader's own code."""

    tool: str
    python: str
    numpy: str
    source: str

    def __str__(self) -> str:
        return f"mdl-grade {self.tool} ({self.source[:8]}), Python {self.python}, NumPy {self.numpy}"


class Setup(msgspec.Struct, frozen=True):
    """All that grading processes need besides answers: the same for a whole batch.

    Parameters
    ----------
    files : dict
        Suites and solutions, by their path in the course.
    exercises : tuple of str
        Whose suites to collect.
    secret : bytes or None
        Of an official run; None stands for the practice seed `practice`.
    least : Trust
        Processes with weaker isolation grade nothing.
    """

    files: dict[str, bytes]
    exercises: tuple[str, ...]
    secret: bytes | None
    practice: int
    least: Trust
    versions: Versions
    bubblewrap: bool = False


class Sheet(msgspec.Struct, frozen=True):
    """One answer to grade, as `Script.written` has it; without a text, `problem` (JSON of a Problem) says why."""

    key: str
    exercise: str
    digest: str
    text: str
    filename: str
    problem: bytes | None = None


class Work(msgspec.Struct, frozen=True):
    """Answers to grade one after the other, until `seconds` have passed; the rest is handed back by being left out."""

    sheets: tuple[Sheet, ...]
    seconds: float


class CheckRow(msgspec.Struct, frozen=True):
    """A check's outcome, for queries."""

    check_id: str
    kind: str
    status: str
    points: int
    max_points: int
    diagnosis: str


class GradedSheet(msgspec.Struct, frozen=True):
    """The result of one sheet; `result` is the canonical JSON of an ExerciseResult, deflated."""

    key: str
    exercise: str
    digest: str
    status: str
    points: int
    max_points: int
    seconds: float
    result: bytes
    checks: tuple[CheckRow, ...]
    suite: str = ""


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The first sheets of some work, graded; `faults` are tracebacks of the grader's own failures meanwhile."""

    results: tuple[GradedSheet, ...]
    isolation: Isolation
    tool: Tool
    faults: tuple[str, ...] = ()


class Unfit(msgspec.Struct, frozen=True, tag="unfit"):
    """A process that must not grade: its isolation is too weak, or its versions are others. Another machine's may.

    `node` is the address of the Dask worker that it belongs to, if there is one.
    """

    what: str
    next_step: str
    node: str = ""


class Lost(msgspec.Struct, frozen=True, tag="lost"):
    """The process died over the work; nothing of it is known."""

    how: str


Reply: TypeAlias = Done | Unfit | Lost

encode = msgspec.msgpack.Encoder().encode
decode_setup = msgspec.msgpack.Decoder(Setup).decode
decode_work = msgspec.msgpack.Decoder(Work).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode

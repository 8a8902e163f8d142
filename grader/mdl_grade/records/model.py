"""The score report: one document per submission, from which everything else is rendered."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Literal, Self

import msgspec

from mdl_grade.records.evidence import AnyEvidence, Curve

SCHEMA: Literal["mdl-grade/report/v1"] = "mdl-grade/report/v1"


class Status(StrEnum):
    """How a check, or an exercise as a whole, ended."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    """The learner's code raised, could not be loaded, or handed back something that broke the check."""
    TIMEOUT = "timeout"
    BLOCKED = "blocked"
    """Not run: a check that this one needs did not pass. Checks only."""
    NOT_ATTEMPTED = "not_attempted"
    GRADER_ERROR = "grader_error"
    """The grader's own fault: left out of the maximum, never held against the learner."""


class CheckKind(StrEnum):
    """What a check asks for."""

    VALUE = "value"
    SHAPE = "shape"
    PRECISION = "precision"
    GRADIENT = "gradient"
    PROPERTY = "property"
    HYGIENE = "hygiene"
    ERROR = "error"
    STATE = "state"
    RANDOM = "random"
    TRAINING = "training"
    CONVERGENCE = "convergence"


class Trust(StrEnum):
    """How far a result can be trusted, by what the self-test saw to be refused."""

    ENFORCED = "enforced"
    PARTIAL = "partial"
    COOPERATIVE = "cooperative"

    @property
    def rank(self) -> int:
        return (Trust.COOPERATIVE, Trust.PARTIAL, Trust.ENFORCED).index(self)


class Confidence(StrEnum):
    """How sure it is what is wrong. A check whose bug is unknown has no diagnosis; a list of causes has all three."""

    CERTAIN = "certain"
    """It explains everything that was seen, and nothing else that was tried does."""
    LIKELY = "likely"
    """Consistent with everything that was seen, and so are others."""
    UNKNOWN = "unknown"
    """Seen, and not explained. Causes only."""


class SeedMode(StrEnum):
    PRACTICE = "practice"
    OFFICIAL = "official"


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of a report."""


class Diagnosis(Record, frozen=True):
    """The name of a bug that gives the learner's numbers in everything that was seen; or where they are right.

    `source` says who knows the bug: the suite's author, the table of conventions, the list of generic causes, a mutant
    of the reference, or the exercises that an assembly is put together from. With "where" the labels name no bug:
    they are whole clauses that say for which inputs, or in which entries, the answer is right, in all that was seen.
    """

    labels: tuple[str, ...]
    confidence: Confidence
    source: Literal["known_bug", "convention", "cause", "mutant", "part", "where"]
    hint: str = ""


class CheckResult(Record, frozen=True):
    id: str
    title: str
    kind: CheckKind
    status: Status
    points: int
    max_points: int
    message: str = ""
    evidence: AnyEvidence | None = None
    diagnosis: Diagnosis | None = None
    curve: Curve | None = None
    """What a check that passed has to show: a training's losses beside the reference's."""


class Finding(Record, frozen=True):
    """One thing that is wrong with an answer, and the checks that fail by it.

    `labels` name the bug, or several that give the same numbers, as in the diagnosis of the checks; there are none
    where the bug is unknown: then the checks fail with the same message, or in the same line. `points` are those that
    the checks lost.
    """

    labels: tuple[str, ...]
    confidence: Confidence
    hint: str
    checks: tuple[str, ...]
    points: int


class Output(Record, frozen=True):
    """What the learner's code printed: at most 64 KiB of each stream are kept."""

    stdout: str = ""
    stderr: str = ""
    truncated: bool = False


class ExerciseResult(Record, frozen=True):
    id: str
    title: str
    status: Status
    points: int
    max_points: int
    checks: tuple[CheckResult, ...]
    causes: tuple[Finding, ...] = ()
    """Why it is not all right: what is certain first, then what is likely, then what is unknown."""
    file_digest: str = ""
    suite_digest: str = ""
    output: Output = msgspec.field(default_factory=Output)
    warnings: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    """Functions and methods that are written, and those that are still to be; neither, if the file does not load."""


class Tool(Record, frozen=True):
    name: str
    version: str
    python: str
    numpy: str


class Course(Record, frozen=True):
    name: str
    targets: tuple[str, ...]


class Submission(Record, frozen=True):
    """`label` is the name of the graded file or folder, without the path to it."""

    label: str
    files: int


class Seed(Record, frozen=True):
    """A practice seed is public; of an official one, instructors are told what tells its secret from others."""

    mode: SeedMode
    value: int | None = None
    fingerprint: str = ""

    @classmethod
    def official(cls, secret: bytes) -> Self:
        """Tell of a secret without giving it away."""
        key = hashlib.sha256(secret).digest()
        told = hashlib.blake2b(b"which secret", key=key, digest_size=16).hexdigest()
        return cls(mode=SeedMode.OFFICIAL, fingerprint=told)


class Isolation(Record, frozen=True):
    """Layers as switched on, probes as seen refused (True) in this run's own worker."""

    trust: Trust
    layers: dict[str, bool | int | str]
    probes: dict[str, bool]
    missing: tuple[str, ...] = ()


class Score(Record, frozen=True):
    points: int
    max_points: int


class Timing(Record, frozen=True):
    seconds: float
    exercises: dict[str, float]


class Report(Record, frozen=True):
    schema: Literal["mdl-grade/report/v1"]
    tool: Tool
    course: Course
    submission: Submission
    view: Literal["instructor", "learner"]
    seed: Seed
    isolation: Isolation
    score: Score
    exercises: tuple[ExerciseResult, ...]
    timing: Timing

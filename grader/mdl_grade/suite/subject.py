"""What is being judged now: one answer, a seed, and the cases drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from mdl_grade.errors import GraderError
from mdl_grade.records.evidence import Curve
from mdl_grade.records.model import Output
from mdl_grade.sandbox import wire
from mdl_grade.suite.cases import Case
from mdl_grade.suite.precision import PRECISION
from mdl_grade.suite.runner import Host, Student
from mdl_grade.suite.suite import Suite


class Loading(Host, Protocol):
    """A host that loads an answer first, and notes what is printed and warned of (see `Behind`)."""

    @property
    def warnings(self) -> Mapping[str, None]: ...
    @property
    def output(self) -> Output: ...
    def load(self) -> wire.Loaded: ...
    def close(self) -> None: ...


class Lasting(Loading, Protocol):
    """One that can be asked after its checks, too: of the answer loaded anew."""

    def start_afresh(self) -> None: ...


class Subject:
    """One answer under one seed. Workers start when first needed; `close` ends them."""

    def __init__(self, suite: Suite, host: Loading, key: bytes) -> None:
        self.suite, self.host, self.key = suite, host, key
        self.student = Student(suite.exercise, host, suite.signatures, suite.reference)
        self.student.normal = suite.normal_form
        self.student.precision_counts = PRECISION in suite.checks
        self.curve: Curve | None = None  # what the last check has to show
        self._cases: dict[str, list[Case]] = {}

    def start(self) -> None:
        """Load the answer (see `Behind.load`); once more if the wall, and not the answer, was at fault."""
        try:
            self.student.knows(self.host.load())
        except GraderError:
            self.student.knows(self.host.load())

    def cases(self, name: str) -> list[Case]:
        """Return the cases of a draw: the same for all checks of the suite."""
        if name not in self._cases:
            self._cases[name] = self.suite.cases(name, self.key)
        return self._cases[name]

    def close(self) -> None:
        self.host.close()

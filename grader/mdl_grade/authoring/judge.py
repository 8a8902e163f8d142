"""Judging texts as the grader does, and noting what does not hold."""

from __future__ import annotations

import ast
import doctest
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from mdl_grade.diagnosis.naming import names
from mdl_grade.records.model import Diagnosis, Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict

FAILED = (Status.FAILED, Status.ERROR, Status.TIMEOUT)


@dataclass
class Notes:
    """Collects what does not hold, each thing once."""

    broken: dict[str, None] = field(default_factory=dict)

    def unless(self, holds: bool, text: str) -> None:
        if not holds:
            self.broken.setdefault(text)


@dataclass(frozen=True)
class Judge:
    """Judges texts as answers to one exercise, under practice seeds."""

    suite: Suite
    wall: Wall

    def verdicts(self, source: Script | str, seed: int, only: Collection[str] | None = None) -> tuple[Verdict, ...]:
        """Return the verdicts on `source`."""
        return judge(self.suite, self.wall, source, self._key(seed), only=only).verdicts

    def names(self, source: Script | str, verdicts: Sequence[Verdict], seed: int) -> dict[str, Diagnosis]:
        """Return the names of the bugs behind verdicts on `source`."""
        return names(self.suite, self.wall, source, self._key(seed), verdicts)

    def rejects(self, source: Script | str, seed: int) -> bool:
        return not judge(self.suite, self.wall, source, self._key(seed), until_failure=True).passed

    def _key(self, seed: int) -> bytes:
        return Seed.practice(seed).of(self.suite.id, "")


def doctest_results(text: str, namespace: dict[str, object]) -> doctest.TestResults:
    """Run the examples of all docstrings in `text` on `namespace`."""
    runner = doctest.DocTestRunner(verbose=False)
    parser = doctest.DocTestParser()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            examples = ast.get_docstring(node) or ""
            test = parser.get_doctest(examples, dict(namespace), getattr(node, "name", "prompt"), None, 0)
            runner.run(test, out=lambda _: None)
    return runner.summarize(verbose=False)

"""Judging texts as the grader does, and noting what does not hold."""

from __future__ import annotations

import ast
import doctest
from dataclasses import dataclass, field

from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import Verdict, subject_for
from mdl_grade.suite.resident import Session
from mdl_grade.suite.runner import AnswerError
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

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
    """Judges texts as answers to one exercise."""

    session: Session
    suite: Suite
    wall: Wall

    def verdicts(self, source: str, seed: int) -> list[Verdict]:
        """Return the verdicts on `source`; one for the whole file if it does not load."""
        subject = subject_for(self.suite, self.wall, source, Seed.practice(seed).of(self.suite.id, ""))
        try:
            subject.start()
            return self.session.judge(self.suite, subject)
        except AnswerError as error:
            return [Verdict(name, Status.ERROR, error.evidence) for name in self.suite.checks]
        finally:
            subject.close()

    def rejects(self, source: str, seed: int) -> bool:
        return any(verdict.status is not Status.PASSED for verdict in self.verdicts(source, seed))


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

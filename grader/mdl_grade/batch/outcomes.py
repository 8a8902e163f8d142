"""The result of an answer that no process lived to grade: the grader's own fault, never held against the learner."""

from __future__ import annotations

from mdl_grade.batch.messages import Item, Outcome
from mdl_grade.batch.service import outcome
from mdl_grade.course import Course
from mdl_grade.grading import tool
from mdl_grade.records.evidence import Fault
from mdl_grade.records.model import CheckResult, ExerciseResult, Isolation, Status, Tool, Trust
from mdl_grade.report.wording import message
from mdl_grade.suite.suite import Suite

UNKNOWN = Isolation(trust=Trust.COOPERATIVE, layers={}, probes={}, missing=("Its grading process died.",))


def fault(course: Course, item: Item, how: str) -> tuple[Outcome, Isolation, Tool]:
    """Return a result in which every check says that the grader failed."""
    suite = Suite.load(course, item.exercise)
    evidence = Fault(text=how)
    checks = tuple(
        CheckResult(
            id=name,
            title=check.title,
            kind=check.kind,
            status=Status.GRADER_ERROR,
            points=0,
            max_points=check.points,
            message=message(evidence),
            evidence=evidence,
        )
        for name, check in suite.checks.items()
    )
    result = ExerciseResult(
        id=suite.id,
        title=suite.solution.title,
        status=Status.GRADER_ERROR,
        points=0,
        max_points=0,
        checks=checks,
        file_digest=item.digest,
        suite_digest=suite.digest,
    )
    return outcome(item, result, 0.0), UNKNOWN, tool()

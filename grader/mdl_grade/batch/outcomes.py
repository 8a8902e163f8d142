"""Results as they go into a ledger; also of an answer that no process lived to grade, which is the grader's fault."""

from __future__ import annotations

import msgspec

from mdl_grade.batch.ledger import packed
from mdl_grade.batch.messages import CheckRow, GradedSheet, Sheet
from mdl_grade.course import Course
from mdl_grade.grading import load_suites, tool, ungraded
from mdl_grade.intake import Answer
from mdl_grade.records.model import CheckResult, Confidence, ExerciseResult, Isolation, Tool, Trust
from mdl_grade.script import Script

UNKNOWN = Isolation(trust=Trust.COOPERATIVE, layers={}, probes={}, missing=("Its grading process died.",))


def graded_sheet(sheet: Sheet, result: ExerciseResult, seconds: float) -> GradedSheet:
    """Return a result as it goes into the ledger."""
    return GradedSheet(
        key=sheet.key,
        exercise=sheet.exercise,
        digest=sheet.digest,
        status=result.status.value,
        points=result.points,
        max_points=result.max_points,
        seconds=seconds,
        result=packed(msgspec.json.encode(result, order="deterministic")),
        checks=tuple(map(_row, result.checks)),
        suite=result.suite_digest,
    )


def _row(check: CheckResult) -> CheckRow:
    named = check.diagnosis
    between = " and " if named and named.confidence is Confidence.CERTAIN else " or "
    diagnosis = between.join(named.labels) if named else ""
    return CheckRow(check.id, check.kind, check.status.value, check.points, check.max_points, diagnosis)


def given_up(course: Course, sheet: Sheet, how: str) -> tuple[GradedSheet, Isolation, Tool]:
    """Return a result in which every check says that the grader failed; nothing is held against the learner."""
    suite = load_suites(course, [sheet.exercise])[sheet.exercise]
    result = ungraded(suite, Answer.of(Script.read(sheet.text), sheet.filename, sheet.digest), how)
    return graded_sheet(sheet, result, 0.0), UNKNOWN, tool()

"""A report for GitHub: annotations as commands in a job's log, and a check run for its API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mdl_grade.records.model import Report, Status
from mdl_grade.report.annotations import Annotation, FileLine, Level, annotated
from mdl_grade.report.escaping import json_document, workflow_command
from mdl_grade.report.markdown import render as markdown
from mdl_grade.report.signs import score
from mdl_grade.report.text import printable

MOST_COMMANDS = 10
"""Annotations of one kind that GitHub shows of a step."""
MOST_ANNOTATIONS = 50
"""Annotations that GitHub takes in one request."""


def commands(report: Report, places: Mapping[str, FileLine] | None = None) -> str:
    """Return a line for each of the ten worst things, and one with the score: print it in a step of a job.

    Every line is a command of ours: what an answer printed can't begin one.
    """
    worst = annotated(report, places)[:MOST_COMMANDS]
    lines = [
        workflow_command(
            "error" if one.level is Level.WRONG else "warning",
            one.message,
            file=one.place.file,
            line=one.place.line,
            title=one.title,
        )
        for one in worst
    ]
    return "".join(f"{line}\n" for line in (*lines, workflow_command("notice", f"{score(report)}.")))


def check_run(report: Report, places: Mapping[str, FileLine] | None = None) -> bytes:
    """Return the body of a request that creates a check run, as JSON; the caller adds `name` and `head_sha`.

    Its conclusion is success if all is passed, neutral if the grader failed on something or nothing was attempted,
    else failure.
    """
    body = {
        "status": "completed",
        "conclusion": _conclusion(report),
        "output": {
            "title": printable(score(report)),
            "summary": markdown(report),
            "annotations": [_annotation(one) for one in annotated(report, places)[:MOST_ANNOTATIONS]],
        },
    }
    return json_document(body)


def _conclusion(report: Report) -> str:
    statuses = {exercise.status for exercise in report.exercises}
    if Status.GRADER_ERROR in statuses or statuses <= {Status.NOT_ATTEMPTED}:
        return "neutral"
    return "success" if statuses == {Status.PASSED} else "failure"


def _annotation(one: Annotation) -> dict[str, Any]:
    return {
        "path": printable(one.place.file),
        "start_line": one.place.line,
        "end_line": one.place.line,
        "annotation_level": "failure" if one.level is Level.WRONG else "warning",
        "title": printable(one.title),
        "message": printable(one.message),
    }

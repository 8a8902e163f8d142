"""A report as JUnit XML, which CI services read.

The format has no place for points that all readers show, so they stand in the name of each test, and in the text of
what failed. A check is a test; a suite is an exercise. Names are unique: of two tests with the same `classname` and
`name`, GitLab counts one.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from mdl_grade.records.model import CheckResult, ExerciseResult, Report, Status
from mdl_grade.report.annotations import FileLine, default_place
from mdl_grade.report.escaping import terminal
from mdl_grade.report.signs import points, said, score
from mdl_grade.report.wording import diagnosis_sentence

MOST_OUTPUT = 3000
"""Characters of what an answer printed that are repeated."""
_ENDS = {Status.FAILED: "failure", Status.ERROR: "error", Status.TIMEOUT: "error"}
_SKIPPED = {
    Status.BLOCKED: "It waits for another check.",
    Status.NOT_ATTEMPTED: "Not started.",
    Status.GRADER_ERROR: "A fault of the grader: not counted.",
}
"""What counts neither as passed nor as failed."""


def render(report: Report, places: Mapping[str, FileLine] | None = None) -> bytes:
    """Return the report as XML (UTF-8), without a schema's features beyond those that GitLab and Jenkins read."""
    root = ET.Element(
        "testsuites", {"name": _text(f"{report.course.name}: {score(report)}"), **_counts(report.exercises)}
    )
    for exercise in report.exercises:
        place = (places or {}).get(exercise.id, default_place(exercise.id))
        root.append(_suite(exercise, place, report.timing.exercises.get(exercise.id, 0.0)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, "unicode")}\n'.encode()


def _suite(exercise: ExerciseResult, place: FileLine, seconds: float) -> ET.Element:
    name = _text(exercise.id)
    suite = ET.Element("testsuite", {"name": name, "time": f"{seconds:.3f}", **_counts((exercise,))})
    held = ET.SubElement(suite, "properties")
    for key, value in (("points", exercise.points), ("max_points", exercise.max_points)):
        ET.SubElement(held, "property", name=key, value=str(value))
    seen: set[str] = set()
    for check in exercise.checks:
        title = _text(f"{check.title} ({points(check)})")
        title = title if title not in seen else f"{title} [{_text(check.id)}]"
        seen.add(title)
        suite.append(_case(check, {"classname": name, "name": title, "file": _text(place.file)}))
    for stream, text in (("system-out", exercise.output.stdout), ("system-err", exercise.output.stderr)):
        if text.strip():
            ET.SubElement(suite, stream).text = _text(text[:MOST_OUTPUT])
    return suite


def _case(check: CheckResult, named: dict[str, str]) -> ET.Element:
    case = ET.Element("testcase", named)
    if check.status in _SKIPPED:
        ET.SubElement(case, "skipped", message=_SKIPPED[check.status])
    elif check.status in _ENDS:
        told = [f"{points(check)} points.", said(check)]
        if check.diagnosis is not None:
            told.insert(1, diagnosis_sentence(check.diagnosis))
        summary = _text(" ".join(told[1:]))
        end = ET.SubElement(case, _ENDS[check.status], message=summary[:300], type=str(check.kind))
        end.text = _text("\n".join(told))
    return case


def _counts(exercises: tuple[ExerciseResult, ...]) -> dict[str, str]:
    ends = [_ENDS.get(check.status, "") for exercise in exercises for check in exercise.checks]
    skipped = sum(check.status in _SKIPPED for exercise in exercises for check in exercise.checks)
    numbers = {"tests": len(ends), "failures": ends.count("failure"), "errors": ends.count("error")}
    return {name: str(number) for name, number in (numbers | {"skipped": skipped}).items()}


def _text(text: str) -> str:
    """Return what XML 1.0 can hold, and what a log can, should the file be shown in one."""
    return terminal(text)

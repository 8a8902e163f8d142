"""A report as the result files of course platforms: Gradescope, PrairieLearn, Autolab, Submitty, Coursera.

Points are whole numbers here, and stay so where a platform takes points. Where it takes a fraction, that is the
quotient points / maximum, not rounded. A report in which the grader is at fault has no such form: what a platform makes
of it would be a mark.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping

from mdl_grade.errors import GraderFault
from mdl_grade.records.model import CheckResult, ExerciseResult, Report, Status
from mdl_grade.report.escaping import terminal
from mdl_grade.report.signs import SIGNS, notes, points, said, score, stem
from mdl_grade.report.text import inert, printable
from mdl_grade.report.wording import diagnosis_sentence, finding_sentence

MOST_TEXT = 2000
"""Characters of one message."""
MOST_BYTES = 900_000
"""PrairieLearn takes results of at most 1 MB."""
MOST_LINES = 5000
"""Autolab drops output of more than 10,000 lines where the last one can't be read."""


def render(report: Report, platform: str) -> bytes:
    """Return what a platform reads.

    Raises
    ------
    GraderFault
        If the grader is at fault anywhere in the report.
    """
    faults = [exercise.id for exercise in report.exercises if exercise.status is Status.GRADER_ERROR]
    if faults:
        raise GraderFault(
            f"The grader is at fault in {', '.join(faults)}: there is no result for a platform.",
            "`mdl-grade report show FILE` tells what it was. Grade again when it is mended.",
        )
    return FORMS[platform](report)


def gradescope(report: Report) -> bytes:
    """Return results.json: a test for each check, and the whole score."""
    tests = [
        {
            "name": _text(f"{stem(exercise)}: {check.title}"),
            "number": f"{i}.{j}",
            "score": check.points,
            "max_score": check.max_points,
            "status": "passed" if check.status is Status.PASSED else "failed",
            "output": _told(check),
            "output_format": "text",
        }
        for i, exercise in enumerate(report.exercises, 1)
        for j, check in enumerate(exercise.checks, 1)
    ]
    return _json(
        {
            "score": report.score.points,
            "execution_time": report.timing.seconds,
            "output": _summary(report),
            "output_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": tests,
        }
    )


def prairielearn(report: Report) -> bytes:
    """Return results.json: a fraction, and points for each check. What nobody attempted is no attempt."""
    attempted = any(exercise.status is not Status.NOT_ATTEMPTED for exercise in report.exercises)
    tests = [
        {
            "name": _text(f"{stem(exercise)}: {check.title}"),
            "points": check.points,
            "max_points": check.max_points,
            "message": _told(check),
        }
        for exercise in report.exercises
        for check in exercise.checks
    ]
    result: dict[str, object] = {"gradable": attempted, "score": fraction(report), "message": _summary(report)}
    if not attempted:
        return _json({**result, "format_errors": "Nothing was handed in yet: every file is as it was given out."})
    whole = _json({**result, "tests": tests})
    if len(whole) <= MOST_BYTES:
        return whole
    return _json({**result, "tests": [{**test, "message": ""} for test in tests]})


def autolab(report: Report) -> bytes:
    """Return what is printed: the feedback, and in the last line the points of each problem."""
    lines = _feedback(report)[:MOST_LINES]
    problems = problems_of([exercise.id for exercise in report.exercises])
    scores = {problems[exercise.id]: exercise.points for exercise in report.exercises}
    return "\n".join([*lines, json.dumps({"scores": scores})]).encode() + b"\n"


def submitty(report: Report) -> bytes:
    """Return validation_results.json: a fraction of the test case's points, and a message for each exercise."""
    passed = report.score.points == report.score.max_points
    messages = [
        {"message": line, "status": "success" if exercise.status is Status.PASSED else "failure"}
        for exercise in report.exercises
        for line in _exercise(exercise)
    ]
    data = {"score": held_fraction(report), "message": messages, "status": "success" if passed else "failure"}
    return _json({"status": "success", "data": data})


def coursera(report: Report) -> bytes:
    """Return feedback.json: a fraction, and the feedback as text."""
    return _json({"fractionalScore": fraction(report), "feedback": "\n".join(_feedback(report))[:MOST_BYTES]})


def fraction(report: Report) -> float:
    """Return points / maximum, in double precision; 0 where there are no points."""
    return report.score.points / report.score.max_points if report.score.max_points else 0.0


def held_fraction(report: Report) -> float:
    """Return the least float whose product with the maximum is not below the points, whoever cuts it to an integer."""
    share, most = fraction(report), report.score.max_points
    return share if share * most >= report.score.points else min(math.nextafter(share, 1.0), 1.0)


def problems_of(exercises: list[str]) -> Mapping[str, str]:
    """Return what exercises are called where names hold letters, digits and underscores: short, if that is unique."""
    stems = Counter(exercise.rpartition("/")[2] for exercise in exercises)
    short = {exercise: exercise.rpartition("/")[2] for exercise in exercises}
    return {e: name if stems[name] == 1 else e.replace("/", "_") for e, name in short.items()}


def _summary(report: Report) -> str:
    return "\n".join([f"{_text(score(report))}.", *map(_text, notes(report))])


def _feedback(report: Report) -> list[str]:
    return [*_summary(report).split("\n"), *(line for exercise in report.exercises for line in _exercise(exercise))]


def _exercise(exercise: ExerciseResult) -> Iterator[str]:
    yield _text(f"{SIGNS[exercise.status].mark} {points(exercise)} {stem(exercise)}: {exercise.title}")
    checks = {check.id: check for check in exercise.checks}
    for finding in exercise.causes:
        if finding.labels:
            yield f"    {_text(finding_sentence(finding, exercise.checks))}"
        for check in (checks[name] for name in finding.checks):
            yield f"    {SIGNS[check.status].mark} {points(check)} {_line(_text(f'{check.title} {said(check)}'))}"


def _told(check: CheckResult) -> str:
    told = [said(check)] if check.message else [f"{SIGNS[check.status].words.capitalize()}."]
    if check.diagnosis is not None:
        told.insert(0, diagnosis_sentence(check.diagnosis))
    return _text("\n".join(told))


def _text(text: str) -> str:
    return terminal(text[:MOST_TEXT])


def _line(text: str) -> str:
    return inert(printable(" ".join(text.split())))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"


FORMS = {
    "gradescope": gradescope,
    "prairielearn": prairielearn,
    "autolab": autolab,
    "submitty": submitty,
    "coursera": coursera,
}
"""Platform -> what it reads."""

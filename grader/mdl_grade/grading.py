"""One submission in, one report out: the path to read first.

Files become answers (`intake`), answers are judged by their suites (`suite.judging`) while their code runs behind the
wall (`sandbox.wall`); verdicts become results with the bug named (`diagnosis`), and results become a report
(`records.model`).
"""

from __future__ import annotations

import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

import mdl_grade
from mdl_grade.answers import read_answers
from mdl_grade.course import Course
from mdl_grade.course.solution import same_text
from mdl_grade.errors import CourseError, GraderError
from mdl_grade.intake import Answer, Found, Problem
from mdl_grade.records import model
from mdl_grade.records.causes import causes_of
from mdl_grade.records.evidence import AnyEvidence, Fault, NotLoaded, Raised
from mdl_grade.records.model import CheckResult, ExerciseResult, Isolation, Report, SeedMode, Status
from mdl_grade.records.status import exercise_status
from mdl_grade.report.wording import message, passed_over
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script
from mdl_grade.suite.judging import Judged, host_of, judge
from mdl_grade.suite.places import placed
from mdl_grade.suite.precedents import PRECEDENTS, Witness
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict, everywhere

if TYPE_CHECKING:
    import logging


class Graded(Struct, frozen=True):
    """The results of some exercises, how long each took, and the wall that they ran behind."""

    results: tuple[ExerciseResult, ...]
    seconds: Mapping[str, float]
    isolation: Isolation


class BrokenSuite(Struct, frozen=True):
    """A suite that does not load, and why: for its author to mend."""

    id: str
    reason: str

    def result(self) -> ExerciseResult:
        fault = CheckResult(
            id="suite",
            title="The suite of this exercise loads.",
            kind=model.CheckKind.PROPERTY,
            status=Status.GRADER_ERROR,
            points=0,
            max_points=0,
            message=f"The course is broken here: this is not your mistake and costs you nothing. {self.reason}",
            evidence=Fault(text=self.reason),
        )
        return ExerciseResult(
            id=self.id, title=self.id, status=Status.GRADER_ERROR, points=0, max_points=0, checks=(fault,)
        )


Suites = dict[str, "Suite | BrokenSuite"]
"""What has been loaded, by exercise; whoever grades again and again keeps it: a suite remembers what it has drawn."""


def grade_found(course: Course, found: Found, seed: Seed, wall: Wall, kept: Suites | None = None) -> Graded:
    """Grade the files of one submission in this process.

    One bad file never stops the rest, and none can change the mark of another: each exercise has workers and a seed
    of its own.
    """
    return grade_answers(course, read_answers(course, found.exercises, found.read), seed, wall, kept)


def grade_answers(
    course: Course, answers: Mapping[str, Answer | Problem], seed: Seed, wall: Wall, kept: Suites | None = None
) -> Graded:
    """Grade answers that have been read already, by suites that are kept, or loaded if they are not there yet."""
    suites = {} if kept is None else kept
    suites |= load_suites(course, [exercise for exercise in answers if exercise not in suites])
    results: list[ExerciseResult] = []
    seconds: dict[str, float] = {}
    for exercise, answer in answers.items():
        start = time.perf_counter()
        results.append(grade_one(suites[exercise], answer, seed, wall))
        seconds[exercise] = time.perf_counter() - start
    return Graded(tuple(results), seconds, wall.isolation())


def load_suites(course: Course, exercises: Iterable[str]) -> Suites:
    """Load suites; one that is broken is one exercise's fault, and stops no other."""
    return {exercise: _loaded(course, exercise) for exercise in exercises}


def _loaded(course: Course, exercise: str) -> Suite | BrokenSuite:
    try:
        return Suite.load(course, exercise)
    except CourseError as error:
        _log().error("%s", error)
        return BrokenSuite(exercise, str(error))


def grade_one(suite: Suite | BrokenSuite, answer: Answer | Problem, seed: Seed, wall: Wall) -> ExerciseResult:
    """Grade one answer; a fault of the grader becomes a result, too."""
    if isinstance(suite, BrokenSuite):
        return suite.result()
    try:
        return _graded(suite, answer, seed, wall)
    except Exception as error:
        _log().exception("%s could not be graded", suite.id)
        return ungraded(suite, answer, f"{type(error).__name__}: {error}")


def ungraded(suite: Suite | BrokenSuite, answer: Answer | Problem, how: str) -> ExerciseResult:
    """Return a result in which every check says that the grader failed."""
    if isinstance(suite, BrokenSuite):
        return suite.result()
    known = answer if isinstance(answer, Answer) else None
    return _result(suite, known, _all(suite, Status.GRADER_ERROR, Fault(text=how)))


def _graded(suite: Suite, answer: Answer | Problem, seed: Seed, wall: Wall) -> ExerciseResult:
    if isinstance(answer, Problem):
        status = Status.NOT_ATTEMPTED if answer.missing else Status.ERROR
        return _result(suite, None, _all(suite, status, NotLoaded(reason=answer.reason, line=answer.line)))
    if not answer.parts and same_text(answer.text, suite.solution.stub):
        return _result(suite, answer, _all(suite, Status.NOT_ATTEMPTED, None))
    key = seed.of(suite.id, answer.digest)
    with closing(host_of(suite, wall, answer.script)) as host:
        witness = Witness(suite, key, host)
        precedents = PRECEDENTS if seed.mode is SeedMode.PRACTICE else None  # else no two are asked the same
        if precedents is not None and (decided := precedents.recall(witness)) is not None:
            return _result(suite, answer, decided.judged, decided.named)
        judged = judge(suite, wall, answer.script, key, host=witness)
        named = _named(suite, wall, answer.script, key, judged, witness)
        if precedents is not None:
            precedents.remember(witness, judged, named)
    return _result(suite, answer, judged, named)


def _all(suite: Suite, status: Status, evidence: AnyEvidence | None) -> Judged:
    return Judged(everywhere(suite.checks, status, evidence))


def _result(
    suite: Suite, answer: Answer | None, judged: Judged, named: Sequence[model.Diagnosis | None] = ()
) -> ExerciseResult:
    texts = (answer.text, *answer.parts.values()) if answer is not None else ("",)
    text = max(texts, key=len)  # which of an assembly's parts a line is of, nobody can be held to
    checks = tuple(_check_result(suite, text, *each) for each in zip_longest(judged.verdicts, named))
    written, unwritten = _written(suite, judged)
    counted = [check for check in checks if check.status is not Status.GRADER_ERROR]
    return ExerciseResult(
        id=suite.id,
        title=suite.solution.title,
        status=exercise_status((check.status for check in checks), started=bool(written)),
        points=sum(check.points for check in counted),
        max_points=sum(check.max_points for check in counted),
        checks=checks,
        causes=causes_of(checks),
        file_digest=answer.digest if answer else "",
        suite_digest=suite.digest,
        output=judged.output,
        warnings=(*_passed_over(judged, text), *judged.warnings),
        written=written,
        unwritten=unwritten,
    )


def _passed_over(judged: Judged, text: str) -> tuple[str, ...]:
    return tuple(passed_over(placed(each, text, alone=True)) for each in judged.passed_over)


def _written(suite: Suite, judged: Judged) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the functions and methods that are written, and those that are still as in the stub, or not there."""
    if not judged.kinds:
        return (), ()
    kinds = {name: judged.kinds.get(name, "") for name in suite.solution.to_write}
    if "unwritten" not in kinds.values():
        return tuple(kinds), ()  # a name that is missing is misspelt, not unwritten
    missing = [name for name, kind in kinds.items() if kind in ("unwritten", "absent")]
    return tuple(name for name in kinds if name not in missing), tuple(missing)


def _check_result(suite: Suite, text: str, verdict: Verdict, diagnosis: model.Diagnosis | None) -> CheckResult:
    check = suite.checks[verdict.check]
    evidence = verdict.evidence
    if text and isinstance(evidence, Raised | NotLoaded):
        evidence = placed(evidence, text, alone=not suite.solution.parts)
    return CheckResult(
        id=verdict.check,
        title=check.title,
        kind=model.CheckKind(check.kind),
        status=verdict.status,
        points=check.points if verdict.status is Status.PASSED else 0,
        max_points=check.points,
        message=message(evidence) if evidence is not None else "",
        evidence=evidence,
        diagnosis=diagnosis,
        curve=verdict.curve,
    )


def _named(
    suite: Suite, wall: Wall, source: Script, key: bytes, judged: Judged, witness: Witness
) -> list[model.Diagnosis | None]:
    """Name the bugs behind verdicts; what fails through a fault of the wall's is tried twice.

    Whatever is raised on the way costs the names, and never a verdict. Nothing can be named by an excerpt.
    """
    if judged.passed or suite.excerpt is not None:
        return []
    from mdl_grade.diagnosis.naming import names  # right answers don't wait for it

    try:
        try:
            found = names(suite, wall, source, key, judged.verdicts, witness)
        except GraderError:
            found = names(suite, wall, source, key, judged.verdicts, witness)
    except Exception as fault:
        _log().warning("the bugs in an answer to %s could not be named: %s", suite.id, fault)
        witness.by_words = False
        return []
    return [found.get(verdict.check) for verdict in judged.verdicts]


def make_report(
    course: Course,
    targets: tuple[str, ...],
    label: str,
    seed: Seed,
    graded: Graded,
    seconds: float,
    only_attempted: bool = False,
) -> Report:
    """Put the results of a submission into a report, as instructors see it."""
    results = tuple(r for r in graded.results if not only_attempted or r.status is not Status.NOT_ATTEMPTED)
    return Report(
        schema=model.SCHEMA,
        tool=tool(),
        course=model.Course(name=course.name, targets=targets),
        submission=model.Submission(label=label, files=sum(bool(result.file_digest) for result in results)),
        view="instructor",
        seed=seed.record,
        isolation=graded.isolation,
        score=model.Score(points=sum(r.points for r in results), max_points=sum(r.max_points for r in results)),
        exercises=results,
        timing=model.Timing(seconds=round(seconds, 4), exercises={k: round(v, 4) for k, v in graded.seconds.items()}),
    )


def _log() -> logging.Logger:
    """Return where faults are told; what seldom is needed is not loaded before."""
    from logging import getLogger

    return getLogger("mdl_grade")


def tool() -> model.Tool:
    """Return what graded: name and versions."""
    return model.Tool(
        name="mdl-grade", version=mdl_grade.__version__, python=platform.python_version(), numpy=np.__version__
    )

"""A class in a ledger, without any grading: results are made up here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from mdl_grade.batch.ledger import packed
from mdl_grade.batch.messages import CheckRow, GradedSheet
from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.intake import Answer
from mdl_grade.records.model import CheckResult, Confidence, Diagnosis, ExerciseResult, Isolation, Status, Tool, Trust

TOOL = Tool(name="mdl-grade", version="1", python="3.11.0", numpy="2.0.0")
ISOLATION = Isolation(trust=Trust.ENFORCED, layers={}, probes={})
PRACTICE = {"mode": "practice", "value": 0}
POINTS = (1, 2, 4)


@dataclass(frozen=True)
class Work:
    """What a learner did: for each exercise, how its checks ended, one letter each (see STATUSES)."""

    checks: Mapping[str, str]
    received: datetime | None = datetime(2026, 11, 20, 12, tzinfo=UTC)


STATUSES = {
    "p": Status.PASSED,
    "f": Status.FAILED,
    "e": Status.ERROR,
    "b": Status.BLOCKED,
    "n": Status.NOT_ATTEMPTED,
    "g": Status.GRADER_ERROR,
}


def result(exercise: str, letters: str, digest: str, suite: str = "suite") -> ExerciseResult:
    """Return a result with checks a, b, c, worth 1, 2 and 4 points."""
    checks = tuple(
        CheckResult(
            id=name,
            title=f"Check {name} of <{exercise}>.",
            kind="value",
            status=STATUSES[letter],
            points=points if letter == "p" else 0,
            max_points=points,
            message="X is 1 & should be 2." if letter == "f" else "",
            diagnosis=Diagnosis(labels=("a sign",), confidence=Confidence.CERTAIN, source="known_bug")
            if letter == "f"
            else None,
        )
        for name, letter, points in zip("abc", letters, POINTS, strict=False)
    )
    judged = [check for check in checks if check.status is not Status.GRADER_ERROR]
    whole = Status.PASSED if set(letters) == {"p"} else STATUSES[min(letters, key="gnfebp".index)]
    return ExerciseResult(
        id=exercise,
        title=f"All of {exercise}",
        status=whole,
        points=sum(check.points for check in judged),
        max_points=sum(check.max_points for check in judged),
        checks=checks,
        file_digest=digest,
        suite_digest=suite,
    )


@pytest.fixture
def make_ledger(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes submissions with their results into a ledger and returns its folder."""

    def make(
        submissions: Mapping[str, tuple[datetime | None, Sequence[tuple[Answer, ExerciseResult]]]],
        *,
        name: str = "results",
        seed: Mapping[str, object] = PRACTICE,
        tool: Tool = TOOL,
        isolation: Isolation = ISOLATION,
        pending: int = 0,
    ) -> Path:
        exercises = sorted({result.id for _, graded in submissions.values() for _, result in graded})
        with Writer.open(tmp_path / name) as writer:
            writer.bind("mdl", ["chapter10"], exercises)
            writer.begin_run("mdl-grade batch", {}, seed, {})
            writer.begin_intake()
            outcomes: dict[str, GradedSheet] = {}
            with writer.transaction():
                for learner, (received, graded) in submissions.items():
                    keys = {made.id: f"{made.id} {answer.digest}" for answer, made in graded}
                    outcomes |= {keys[made.id]: outcome(keys[made.id], made) for _, made in graded}
                    answers = {made.id: answer for answer, made in graded}
                    writer.take(Taken(learner, f"class/{learner}", received, 1, False, answers), keys)
            writer.end_intake([("class/evil", "It is <not> an archive.")])
            writer.plan()
            writer.store(list(outcomes.values())[pending:], isolation, tool)
            writer.end_run("finished")
        return tmp_path / name

    return make


@pytest.fixture
def make_class(make_ledger: Callable[..., Path]) -> Callable[..., Path]:
    """Return a function that writes a class, whose results are made up from letters, into a ledger."""

    def make(learners: Mapping[str, Work], *, suite: str = "suite", **options: object) -> Path:
        def graded(exercise: str, letters: str) -> tuple[Answer, ExerciseResult]:
            text = f"# {letters}\n"
            digest = hashlib.sha256(text.encode()).hexdigest()
            return Answer(text, digest, "answer.py"), result(exercise, letters, digest, suite)

        submissions = {
            learner: (work.received, [graded(exercise, letters) for exercise, letters in work.checks.items()])
            for learner, work in learners.items()
        }
        return make_ledger(submissions, **options)

    return make


def outcome(key: str, made: ExerciseResult) -> GradedSheet:
    rows = tuple(
        CheckRow(
            check.id,
            check.kind,
            check.status.value,
            check.points,
            check.max_points,
            check.diagnosis.labels[0] if check.diagnosis else "",
        )
        for check in made.checks
    )
    content = packed(msgspec.json.encode(made, order="deterministic"))
    return GradedSheet(
        key, made.id, made.file_digest, made.status.value, made.points, made.max_points, 0.1, content, rows
    )


@pytest.fixture
def work() -> type[Work]:
    return Work

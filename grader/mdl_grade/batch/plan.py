"""What a batch would do, without doing it: the batch's own intake and plan, in a ledger that nobody keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mdl_grade.batch.assemblies import Assemblies
from mdl_grade.batch.counting import ANSWER, Keep, counting
from mdl_grade.batch.keys import Keys, seed_identity
from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.messages import Setup
from mdl_grade.batch.run import prepare, take_in
from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.course import Course
from mdl_grade.intake import Problem
from mdl_grade.records.model import Status


@dataclass
class ForeseenExercise:
    """What would happen to the answers to one exercise that count."""

    exercise: str
    answers: int = 0
    missing: int = 0
    unreadable: int = 0
    known: int = 0
    different: int = 0

    def __str__(self) -> str:
        parts = [
            f"{self.answers:,} answers",
            f"{self.missing:,} missing",
            f"{self.unreadable:,} can't be read" if self.unreadable else "",
            f"{self.known:,} are graded" if self.known else "",
            f"{self.different:,} different ones to grade",
        ]
        return f"{self.exercise}: {', '.join(filter(None, parts))}"


@dataclass(frozen=True)
class ForeseenSubmission:
    """One submission, and how many of its answers are there; `told` is what there is to say of the others."""

    taken: Taken
    answers: int
    told: tuple[str, ...]

    def __str__(self) -> str:
        count = f"{self.answers} answer{'s' * (self.answers != 1)}"
        later = " (there is a later one)" if self.taken.superseded else ""
        return "; ".join((f"{self.taken.learner}: {count} in {self.taken.place}{later}", *self.told))


def foresee(
    course: Course, setup: Setup, submissions: Iterable[Taken], known: Ledger | None, keep: Keep | None = None
) -> Iterator[ForeseenSubmission | ForeseenExercise]:
    """Yield a row for each submission, then what would happen to each exercise of those whose work is seen."""
    keys, assemblies = Keys(course, setup), Assemblies(course, setup.exercises)
    seen: list[ForeseenSubmission] = []

    def told() -> Iterator[Taken]:
        for taken in submissions:
            seen.append(_submission(taken, assemblies))
            yield taken

    with Writer.scratch(known) as ledger:
        ledger.begin_run("", {}, seed_identity(setup), setup.versions)
        take_in(ledger, keys, assemblies, told(), ())
        prepare(ledger, keys, assemblies, keep)
        ledger.plan()
        yield from seen
        yield from _exercises(ledger, setup.exercises)


def _submission(taken: Taken, assemblies: Assemblies) -> ForeseenSubmission:
    graded = [one for exercise, one in assemblies.complete(taken.answers).items() if assemblies.graded(exercise)]
    problems = [answer for answer in graded if isinstance(answer, Problem)]
    told = [f"{notice.place} {notice.text}" for notice in taken.notices]
    told += [problem.reason for problem in problems if not problem.missing]
    return ForeseenSubmission(replace(taken, answers={}), len(graded) - len(problems), tuple(dict.fromkeys(told)))


def _exercises(ledger: Writer, exercises: Iterable[str]) -> Iterator[ForeseenExercise]:
    rows = {exercise: ForeseenExercise(exercise) for exercise in exercises}
    learners = ledger.seen().learners
    for one, _ in counting(ledger.attempts(), ledger.keep()):
        if one.learner in learners and one.exercise in rows:
            row = rows[one.exercise]
            row.answers += one.digest != ""
            row.missing += not one.digest and one.rank == 0
            row.unreadable += 0 < one.rank < ANSWER
            row.known += one.status not in (None, Status.GRADER_ERROR.value)
    for exercise, count in ledger.planned_by_exercise():
        rows[exercise].different = count
    yield from rows.values()

"""What a batch would do, without doing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mdl_grade.batch.keys import Keys
from mdl_grade.batch.ledger import Ledger
from mdl_grade.batch.messages import Setup
from mdl_grade.batch.run import Assemblies
from mdl_grade.batch.writer import Taken
from mdl_grade.course import Course
from mdl_grade.intake import Problem
from mdl_grade.records.model import Status


@dataclass
class ForeseenExercise:
    """What would happen to the answers to one exercise."""

    exercise: str
    answers: int = 0
    missing: int = 0
    unreadable: int = 0
    known: int = 0
    different: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        parts = [
            f"{self.answers:,} answers",
            f"{self.missing:,} missing",
            f"{self.unreadable:,} can't be read" if self.unreadable else "",
            f"{self.known:,} are graded" if self.known else "",
            f"{len(self.different):,} different ones to grade",
        ]
        return f"{self.exercise}: {', '.join(filter(None, parts))}"


@dataclass(frozen=True)
class ForeseenSubmission:
    """One submission, and how many of its answers are there; `unreadable` says what is wrong with the others."""

    taken: Taken
    answers: int
    unreadable: tuple[str, ...]

    def __str__(self) -> str:
        count = f"{self.answers} answer{'s' * (self.answers != 1)}"
        later = " (there is a later one)" if self.taken.superseded else ""
        return "; ".join((f"{self.taken.learner}: {count} in {self.taken.place}{later}", *self.unreadable))


def foresee(
    course: Course, setup: Setup, submissions: Iterable[Taken], known: Ledger | None
) -> Iterator[ForeseenSubmission | ForeseenExercise]:
    """Yield a row for each submission, then what would happen to each exercise."""
    keys, assemblies = Keys(course, setup), Assemblies(course, setup.exercises)
    exercises = {exercise: ForeseenExercise(exercise) for exercise in setup.exercises}
    for taken in submissions:
        answers = assemblies.complete(taken.answers)
        problems = [answer for answer in answers.values() if isinstance(answer, Problem)]
        unreadable = tuple(problem.reason for problem in problems if not problem.missing)
        yield ForeseenSubmission(taken, len(answers) - len(problems), unreadable)
        if taken.superseded:
            continue
        for exercise, answer in answers.items():
            row, key = exercises[exercise], keys.key(exercise, answer)
            row.missing += isinstance(answer, Problem) and answer.missing
            row.unreadable += isinstance(answer, Problem) and not answer.missing
            row.answers += not isinstance(answer, Problem)
            if _graded(known, key):
                row.known += 1
            else:
                row.different.add(key)
    yield from exercises.values()


def _graded(ledger: Ledger | None, key: str) -> bool:
    if ledger is None:
        return False
    return ledger.value("SELECT status FROM results WHERE key = ?", key) not in (None, Status.GRADER_ERROR.value)

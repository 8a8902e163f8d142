"""One submission, its exercises side by side in grading processes: `mdl-grade grade --jobs`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec

from mdl_grade.batch.crew import local
from mdl_grade.batch.dispatch import Dispatch
from mdl_grade.batch.ledger import unpacked
from mdl_grade.batch.messages import GradedSheet, Setup, Sheet
from mdl_grade.batch.progress import Silence
from mdl_grade.batch.writer import storable
from mdl_grade.course import Course
from mdl_grade.grading import Graded
from mdl_grade.intake import Answer, Problem
from mdl_grade.records.model import ExerciseResult, Isolation, Tool


def grade_side_by_side(course: Course, answers: Mapping[str, Answer | Problem], setup: Setup, jobs: int) -> Graded:
    """Grade the answers of one submission in `jobs` processes; the results are those that a single process gives."""
    desk = SubmissionDesk(answers)
    with local(min(jobs, len(answers))) as crew:
        Dispatch(desk, course, setup, crew, Silence()).run(len(answers))
    return desk.graded()


class SubmissionDesk:
    """A desk in memory, for the answers of one learner: one to each exercise."""

    def __init__(self, answers: Mapping[str, Answer | Problem]) -> None:
        self._sheets = [(number, _sheet(*pair)) for number, pair in enumerate(answers.items(), 1)]
        self._results: dict[str, GradedSheet] = {}
        self._isolations: dict[str, Isolation] = {}

    def planned(self, after: int, count: int) -> Sequence[tuple[int, Sheet]]:
        return self._sheets[after : after + count]

    def store(self, results: Iterable[GradedSheet], isolation: Isolation, tool: Tool) -> None:
        for result in results:
            self._results[result.exercise] = result
            self._isolations[result.exercise] = isolation

    def event(self, kind: str, detail: str) -> None:
        """Nobody asks later how it went: what can't be graded says so in its result."""

    def graded(self) -> Graded:
        """Return all results, in the order of the answers, and the weakest isolation behind them."""
        exercises = [sheet.exercise for _, sheet in self._sheets]
        results = [
            msgspec.json.decode(unpacked(self._results[exercise].result), type=ExerciseResult) for exercise in exercises
        ]
        seconds = {exercise: self._results[exercise].seconds for exercise in exercises}
        weakest = min((self._isolations[e] for e in exercises), key=lambda isolation: isolation.trust.rank)
        return Graded(tuple(results), seconds, weakest)


def _sheet(exercise: str, answer: Answer | Problem) -> Sheet:
    if isinstance(answer, Problem):
        told = replace(answer, reason=storable(answer.reason))
        return Sheet(exercise, exercise, "", "", "", msgspec.json.encode(told))
    return Sheet(exercise, exercise, answer.digest, answer.script.written(), storable(answer.filename))

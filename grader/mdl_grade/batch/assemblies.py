"""Answers that are made of a learner's other answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mdl_grade.answers import put_together, with_parts
from mdl_grade.batch.writer import storable
from mdl_grade.course import Course, Solution
from mdl_grade.course.solution import same_text
from mdl_grade.intake import Answer, Problem


class Assemblies:
    """Puts answers together that are made of a learner's other answers.

    Parameters
    ----------
    exercises : iterable of str
        Those that are graded; the parts of assemblies among them need not be.
    """

    def __init__(self, course: Course, exercises: Iterable[str]) -> None:
        self.exercises = tuple(exercises)
        self._solutions = {e: Solution.read(course.solution(e)) for e in with_parts(course, self.exercises)}
        self.parts = {e: self._solutions[e].parts for e in self.exercises if self._solutions[e].parts}
        """The parts of each assembly."""

    def untouched(self, answers: Mapping[str, Answer | Problem]) -> frozenset[str]:
        """Return the exercises whose answer is the stub, as it was handed out."""
        return frozenset(
            exercise
            for exercise, answer in answers.items()
            if isinstance(answer, Answer) and not answer.parts and self.is_stub(exercise, answer.text)
        )

    def is_stub(self, exercise: str, text: str) -> bool:
        solution = self._solutions.get(exercise)
        return solution is not None and not solution.parts and same_text(text, solution.stub)

    def complete(self, read: Mapping[str, Answer | Problem]) -> dict[str, Answer | Problem]:
        """Return the answer to each exercise and to each part, fit to be stored."""
        known = {exercise: _storable(answer) for exercise, answer in read.items()}
        for exercise in self.parts:
            known[exercise] = self.put_together(exercise, known)
        return {exercise: known[exercise] for exercise in self._solutions}

    def put_together(self, exercise: str, known: Mapping[str, Answer | Problem]) -> Answer | Problem:
        """Return an assembly of the answers that are its parts."""
        return put_together(self._solutions[exercise], {part: known[part] for part in self.parts[exercise]})

    def graded(self, exercise: str) -> bool:
        """Tell whether an exercise is graded, and not read for an assembly alone."""
        return exercise in self.exercises


def _storable(answer: Answer | Problem) -> Answer | Problem:
    if isinstance(answer, Problem):
        return replace(answer, reason=storable(answer.reason))
    try:
        answer.text.encode()
    except UnicodeEncodeError:
        return Problem(f"{storable(answer.filename)} holds half a character (a lone surrogate): it is not a text file.")
    return answer

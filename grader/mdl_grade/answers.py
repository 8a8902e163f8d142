"""The answers to some exercises, read; assemblies put together from the answers that are their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from mdl_grade.course import Course, Solution
from mdl_grade.course.solution import same_text
from mdl_grade.intake import Answer, Problem
from mdl_grade.script import Script


def with_parts(course: Course, exercises: Iterable[str]) -> tuple[str, ...]:
    """Return the exercises, and after them those that are parts of assemblies among them, each once."""
    wanted = tuple(exercises)
    return tuple(dict.fromkeys((*wanted, *(part for e in wanted for part in _solution(course, e).parts))))


def read_answers(
    course: Course, exercises: Iterable[str], read: Callable[[str], Answer | Problem]
) -> dict[str, Answer | Problem]:
    """Return the answer to each exercise; `read` is asked once for each file that is needed."""
    known: dict[str, Answer | Problem] = {}

    def once(exercise: str) -> Answer | Problem:
        if exercise not in known:
            known[exercise] = read(exercise)
        return known[exercise]

    answers: dict[str, Answer | Problem] = {}
    for exercise in exercises:
        solution = _solution(course, exercise)
        parts = {part: once(part) for part in solution.parts}
        answers[exercise] = put_together(solution, parts) if parts else once(exercise)
    return answers


def put_together(solution: Solution, parts: Mapping[str, Answer | Problem]) -> Answer | Problem:
    """Make one answer of an assembly's parts; a part that is missing or untouched leaves it not attempted."""
    sources: dict[str, str] = {}
    for part, answer in parts.items():
        about = f"It is put together from other answers, and {part}"
        if isinstance(answer, Problem) and answer.missing:
            return Problem(f"{about} is not there.", missing=True)
        if isinstance(answer, Problem):
            return Problem(f"{about} can't be read. {answer.reason}")
        if same_text(answer.text, solution.part(part).stub):
            return Problem(f"{about} is still to be written.", missing=True)
        sources[part] = answer.text
    return Answer.of(Script(solution.text, sources), solution.path.name)


def _solution(course: Course, exercise: str) -> Solution:
    return Solution.read(course.solution(exercise))

"""The batch itself: take in, plan, hand out, record. It can be killed at any point and started again.

The ledger is the queue: what is handed in is recorded first, and what has no result yet is graded. So memory does not
grow with the class, and files may change while it is being graded.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from mdl_grade.answers import put_together
from mdl_grade.batch.crew import Crew
from mdl_grade.batch.dispatch import Dispatch, Tally
from mdl_grade.batch.keys import Keys, seed_identity
from mdl_grade.batch.messages import Setup
from mdl_grade.batch.progress import Listener
from mdl_grade.batch.writer import Taken, Writer, storable
from mdl_grade.course import Course, Solution
from mdl_grade.intake import Answer, Problem

GROUP = 100
"""Submissions in one transaction."""


@dataclass(frozen=True)
class Job:
    """What the command asks for."""

    command: str
    course: Course
    targets: tuple[str, ...]
    setup: Setup
    regrade: bool = False


def batch(
    ledger: Writer,
    job: Job,
    submissions: Iterable[Taken],
    refused: Iterable[tuple[str, str]],
    crew: Callable[[], AbstractContextManager[Crew]],
    progress: Listener,
) -> Tally:
    """Take in a class and grade what has no result yet. However it ends, the ledger says how, and holds what is done.

    Parameters
    ----------
    crew : callable
        Called only if there is something to grade.
    """
    ledger.bind(job.course.name, job.targets, job.setup.exercises)
    target = {"course": job.course.name, "targets": job.targets, "exercises": job.setup.exercises}
    ledger.begin_run(job.command, target, seed_identity(job.setup), job.setup.versions)
    try:
        take_in(ledger, job.course, job.setup, submissions, refused)
        total = ledger.plan(regrade=job.regrade)
        tally = Tally(0, 0, 0.0)
        if total:
            with crew() as hands, progress:
                tally = Dispatch(ledger, job.course, job.setup, hands, progress).run(total)
    except BaseException as error:
        ledger.end_run("interrupted" if isinstance(error, KeyboardInterrupt) else "failed")
        raise
    ledger.end_run("finished")
    return tally


def take_in(
    ledger: Writer, course: Course, setup: Setup, submissions: Iterable[Taken], refused: Iterable[tuple[str, str]]
) -> None:
    """Record a class; what is there already stays, and what has changed supersedes it."""
    keys, assemblies = Keys(course, setup), Assemblies(course, setup.exercises)
    ledger.begin_intake()
    for group in _groups(submissions, GROUP):
        with ledger.transaction():
            for taken in group:
                answers = assemblies.complete(taken.answers)
                complete = replace(taken, answers=answers)
                ledger.take(complete, {exercise: keys.key(exercise, answer) for exercise, answer in answers.items()})
    ledger.end_intake(refused)


class Assemblies:
    """Puts answers together that are made of a learner's other answers."""

    def __init__(self, course: Course, exercises: Iterable[str]) -> None:
        self._solutions = {e: Solution.read(course.solution(e)) for e in exercises}
        self._assembled = {e: solution for e, solution in self._solutions.items() if solution.parts}

    def complete(self, read: Mapping[str, Answer | Problem]) -> dict[str, Answer | Problem]:
        """Return the answer to each exercise, fit to be stored."""
        known = {exercise: _storable(answer) for exercise, answer in read.items()}
        for exercise, solution in self._assembled.items():
            known[exercise] = put_together(solution, {part: known[part] for part in solution.parts})
        return {exercise: known[exercise] for exercise in self._solutions}


def _groups(things: Iterable[Taken], size: int) -> Iterator[list[Taken]]:
    rest = iter(things)
    while group := list(itertools.islice(rest, size)):
        yield group


def _storable(answer: Answer | Problem) -> Answer | Problem:
    if isinstance(answer, Problem):
        return replace(answer, reason=storable(answer.reason))
    try:
        answer.text.encode()
    except UnicodeEncodeError:
        return Problem(f"{storable(answer.filename)} holds half a character (a lone surrogate): it is not a text file.")
    return answer

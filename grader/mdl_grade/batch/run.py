"""The batch itself: take in, plan, hand out, record. It can be killed at any point and started again.

The ledger is the queue: what is handed in is recorded first, and what has no result yet is graded. So memory does not
grow with the class, and files may change while it is being graded.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from mdl_grade.answers import put_together
from mdl_grade.batch.crew import Crew
from mdl_grade.batch.keys import Keys, seed_identity
from mdl_grade.batch.messages import Broken, Done, Item, Lost, Setup, Unfit, Work, decode_reply, encode
from mdl_grade.batch.progress import Count, Progress
from mdl_grade.batch.writer import Taken, Writer, storable
from mdl_grade.course import Course, Solution
from mdl_grade.errors import CourseError, GraderFault
from mdl_grade.intake import Answer, Problem
from mdl_grade.records.model import Status

GROUP = 100
"""Submissions in one transaction."""
MOST = 32
"""Items in one piece of work."""
SLICE = 0.5
"""Seconds of work to hand out at once: little is lost in a crash, and nobody waits long at the end."""
TRIES = 3
PATIENCE = 0.5


@dataclass(frozen=True)
class Tally:
    """How a run ended: answers graded now, of them not graded through the grader's own fault."""

    graded: int
    failed: int
    seconds: float


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
    progress: Progress,
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
            with crew() as workers, progress:
                tally = Grading(ledger, job.course, job.setup, workers, progress).run(total)
    except BaseException as error:
        ledger.end_run("interrupted" if isinstance(error, KeyboardInterrupt) else "failed")
        raise
    ledger.end_run("finished")
    return tally


class Grading:
    """One pass over the plan: pieces of work out, results in, a few pieces on the way at any time."""

    def __init__(self, ledger: Writer, course: Course, setup: Setup, crew: Crew, progress: Progress) -> None:
        self._ledger, self._course, self._crew, self._progress = ledger, course, crew, progress
        self._setup = encode(setup)
        self._again: deque[Item] = deque()
        self._tries: dict[str, int] = {}
        self._after = self._planned = self._done = self._failed = 0
        self._waiting = False
        self._out: dict[Future[bytes], tuple[Item, ...]] = {}

    def run(self, total: int) -> Tally:
        """Grade all that `Writer.plan` has lined up."""
        start = time.perf_counter()
        while True:
            self._hand_out(total)
            if not self._out:
                break
            finished, _ = wait(self._out, timeout=PATIENCE, return_when=FIRST_COMPLETED)
            if not finished:
                self._look_for_workers()
            for future in finished:
                self._take(future, self._out.pop(future))
            self._progress.show(Count(self._done, self._failed, total, time.perf_counter() - start))
        return Tally(self._done, self._failed, time.perf_counter() - start)

    def _hand_out(self, total: int) -> None:
        while len(self._out) < 2 * max(1, self._crew.size()):
            items = self._next(total)
            if not items:
                return
            work = encode(Work(items, SLICE))
            self._out[self._crew.submit(self._setup, work)] = items

    def _next(self, total: int) -> tuple[Item, ...]:
        """Return the next piece of work: smaller ones towards the end; what was lost once comes back one by one."""
        if self._again and self._tries.get(self._again[0].key):
            return (self._again.popleft(),)
        left = total - self._planned + len(self._again)
        size = min(MOST, max(1, left // (4 * max(1, self._crew.size()))))
        items = [self._again.popleft() for _ in range(min(size, len(self._again)))]
        numbered = self._ledger.planned(self._after, size - len(items)) if size > len(items) else []
        if numbered:
            self._after = numbered[-1][0]
            self._planned += len(numbered)
        return (*items, *(item for _, item in numbered))

    def _take(self, future: Future[bytes], items: tuple[Item, ...]) -> None:
        try:
            reply = decode_reply(future.result())
        except Exception as error:
            if not self._crew.alive():
                raise GraderFault(
                    f"The connection to the workers is lost: {error}.", "Give the same command to go on."
                ) from None
            reply = Lost(f"{type(error).__name__}: {error}")
        match reply:
            case Done():
                self._ledger.store(reply.outcomes, reply.isolation, reply.tool)
                for text in reply.faults:
                    self._ledger.event("fault", text)
                self._done += len(reply.outcomes)
                self._failed += sum(o.status == Status.GRADER_ERROR for o in reply.outcomes)
                self._again.extend(items[len(reply.outcomes) :])
            case Lost():
                self._lost(items, reply.how)
            case Unfit():
                self._again.extend(items)
                self._note("unfit", f"{reply.what} {reply.node}".strip())
                self._crew.drop(reply)
            case Broken():
                raise CourseError(reply.what, reply.next_step)

    def _lost(self, items: tuple[Item, ...], how: str) -> None:
        """Have lost work done again, each item alone, so that one that kills its worker takes no others with it."""
        self._note("worker lost", f"{how} {len(items)} answer{'s' * (len(items) != 1)} will be graded again.")
        for item in items:
            self._tries[item.key] = self._tries.get(item.key, 0) + 1
            if self._tries[item.key] < TRIES:
                self._again.appendleft(item)
            else:
                self._give_up(item, how)

    def _give_up(self, item: Item, how: str) -> None:
        from mdl_grade.batch.outcomes import fault

        self._note("given up", f"An answer to {item.exercise} ended its grading process {TRIES} times. {how}")
        outcome, isolation, tool = fault(self._course, item, how)
        self._ledger.store([outcome], isolation, tool)
        self._done += 1
        self._failed += 1

    def _look_for_workers(self) -> None:
        if not self._crew.alive():
            raise GraderFault("The connection to the workers is lost.", "Give the same command to go on.")
        waited, self._waiting = self._waiting, self._crew.size() == 0
        if self._waiting and not waited:
            self._note("no workers", "No worker is there at the moment. Waiting for one.")

    def _note(self, kind: str, text: str) -> None:
        self._ledger.event(kind, text)
        self._progress.note(text)

"""Pieces of work out, results in: the one loop behind `mdl-grade batch` and `mdl-grade grade --jobs`.

However work is lost, cut short or refused on the way, each answer gets one result.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Protocol

from mdl_grade.batch.crew import Crew
from mdl_grade.batch.messages import Done, GradedSheet, Lost, Setup, Sheet, Unfit, Work, decode_reply, encode
from mdl_grade.batch.progress import Count, Listener
from mdl_grade.course import Course
from mdl_grade.errors import GraderFault
from mdl_grade.records.model import Isolation, Status, Tool

MOST_SHEETS = 32
"""Answers in one piece of work."""
SECONDS_OF_WORK = 0.5
"""What is handed out at once: little is lost in a crash, and nobody waits long at the end."""
SECONDS_BETWEEN_LOOKS = 0.5
"""After so long without an answer it is asked whether anybody is still there."""
TRIES = 3


class Desk(Protocol):
    """Where answers to grade lie, and where results are put: a ledger, or the memory of one command."""

    def planned(self, after: int, count: int) -> Sequence[tuple[int, Sheet]]:
        """Return at most `count` answers, numbered from 1 on, with numbers beyond `after`."""

    def store(self, results: Iterable[GradedSheet], isolation: Isolation, tool: Tool) -> None:
        """Keep results."""

    def event(self, kind: str, detail: str) -> None:
        """Note something that happened on the way."""


@dataclass(frozen=True)
class Tally:
    """How a run ended: answers graded now, of them not graded through the grader's own fault."""

    graded: int
    failed: int
    seconds: float

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.graded + other.graded, self.failed + other.failed, self.seconds + other.seconds)


class Dispatch:
    """One pass over what lies on a desk, with a few pieces of work on the way at any time."""

    def __init__(self, desk: Desk, course: Course, setup: Setup, crew: Crew, progress: Listener) -> None:
        self._desk, self._course, self._crew, self._progress = desk, course, crew, progress
        self._setup = encode(setup)
        self._again: deque[Sheet] = deque()
        self._tries: dict[str, int] = {}
        self._after = self._planned = self._done = self._failed = 0
        self._waiting = False
        self._out: dict[Future[bytes], tuple[Sheet, ...]] = {}

    def run(self, total: int) -> Tally:
        """Have all `total` answers graded.

        Raises
        ------
        IsolationError
            If nobody who is there is fit to grade.
        GraderFault
            If the connection to those who grade is lost.
        """
        start = time.perf_counter()
        while True:
            self._hand_out(total)
            if not self._out:
                break
            finished, _ = wait(self._out, timeout=SECONDS_BETWEEN_LOOKS, return_when=FIRST_COMPLETED)
            if not finished:
                self._look_who_is_there()
            for future in finished:
                self._take(future, self._out.pop(future))
            self._progress.show(Count(self._done, self._failed, total, time.perf_counter() - start))
        return Tally(self._done, self._failed, time.perf_counter() - start)

    def _hand_out(self, total: int) -> None:
        while len(self._out) < 2 * max(1, self._crew.size()):
            sheets = self._next(total)
            if not sheets:
                return
            work = encode(Work(sheets, SECONDS_OF_WORK))
            self._out[self._crew.submit(self._setup, work)] = sheets

    def _next(self, total: int) -> tuple[Sheet, ...]:
        """Return the next piece of work: smaller ones towards the end; what was lost once comes back one by one."""
        if self._again and self._tries.get(self._again[0].key):
            return (self._again.popleft(),)
        left = total - self._planned + len(self._again)
        size = min(MOST_SHEETS, max(1, left // (4 * max(1, self._crew.size()))))
        sheets = [self._again.popleft() for _ in range(min(size, len(self._again)))]
        numbered = self._desk.planned(self._after, size - len(sheets)) if size > len(sheets) else []
        if numbered:
            self._after = numbered[-1][0]
            self._planned += len(numbered)
        return (*sheets, *(sheet for _, sheet in numbered))

    def _take(self, future: Future[bytes], sheets: tuple[Sheet, ...]) -> None:
        try:
            reply = decode_reply(future.result())
        except Exception as error:
            if not self._crew.alive():
                raise GraderFault(
                    f"The connection to those who grade is lost: {error}.", "Give the same command to go on."
                ) from None
            reply = Lost(f"{type(error).__name__}: {error}")
        match reply:
            case Done():
                self._desk.store(reply.results, reply.isolation, reply.tool)
                for text in reply.faults:
                    self._desk.event("fault", text)
                self._done += len(reply.results)
                self._failed += sum(graded.status == Status.GRADER_ERROR for graded in reply.results)
                self._again.extend(sheets[len(reply.results) :])
            case Lost():
                self._lost(sheets, reply.how)
            case Unfit():
                self._again.extend(sheets)
                self._note("unfit", f"{reply.what} {reply.node}".strip())
                self._crew.drop(reply)

    def _lost(self, sheets: tuple[Sheet, ...], how: str) -> None:
        """Have lost work done again, each answer alone, so that one that kills its process takes no others with it."""
        self._note("process lost", f"{how} {len(sheets)} answer{'s' * (len(sheets) != 1)} will be graded again.")
        for sheet in sheets:
            self._tries[sheet.key] = self._tries.get(sheet.key, 0) + 1
            if self._tries[sheet.key] < TRIES:
                self._again.appendleft(sheet)
            else:
                self._give_up(sheet, how)

    def _give_up(self, sheet: Sheet, how: str) -> None:
        from mdl_grade.batch.outcomes import given_up  # it needs NumPy, and this process hardly ever needs it

        self._note("given up", f"An answer to {sheet.exercise} ended its grading process {TRIES} times. {how}")
        result, isolation, tool = given_up(self._course, sheet, how)
        self._desk.store([result], isolation, tool)
        self._done += 1
        self._failed += 1

    def _look_who_is_there(self) -> None:
        if not self._crew.alive():
            raise GraderFault("The connection to those who grade is lost.", "Give the same command to go on.")
        waited, self._waiting = self._waiting, self._crew.size() == 0
        if self._waiting and not waited:
            self._note("nobody there", "Nobody is there to grade at the moment. Waiting.")

    def _note(self, kind: str, text: str) -> None:
        self._desk.event(kind, text)
        self._progress.note(text)

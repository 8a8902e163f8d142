"""A grading process, seen from inside: some suites and one wall for as long as answers come.

It is a plain subprocess with two pipes (see `processes`), so warnings, signals and standard output are nobody else's.
It ends when its pipes do: nothing outlives whoever started it.
"""

from __future__ import annotations

import gc
import logging
import signal
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import msgspec

from mdl_grade.batch.keys import versions
from mdl_grade.batch.messages import Done, GradedSheet, Setup, Sheet, Unfit, decode_setup, decode_work, encode
from mdl_grade.batch.pipes import Pipes
from mdl_grade.batch.private import materialised
from mdl_grade.course import course_at
from mdl_grade.intake import Answer, Problem
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script

if TYPE_CHECKING:
    from mdl_grade.grading import BrokenSuite
    from mdl_grade.suite.seed import Seed
    from mdl_grade.suite.suite import Suite


def main(folder: str) -> None:
    """Serve whatever started this process: a setup, then work after work. Suites are kept in `folder`."""
    signal.signal(signal.SIGTERM, _end)
    pipes = Pipes.of_standard_streams()
    if (first := pipes.receive()) is None:
        return
    setup = decode_setup(first)
    if setup.versions != versions():
        what = f"This grading process has {versions()}; the batch has {setup.versions}."
        _refuse(pipes, Unfit(what, "Install the same on all machines."))
        return
    with suppress(BrokenPipeError, KeyboardInterrupt), Wall(bubblewrap=setup.bubblewrap) as wall:
        _serve(pipes, setup, wall, Path(folder))  # the wall's zygote imports NumPy while this process does
    gc.freeze()  # else the end would take longer than ten answers: the collector would look through all of the heap


_ended: list[int] = []
"""Signals that asked for the end: whatever swallowed the exception, no result that comes after one is told."""


def _end(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough: what is put away now is put away in peace
    _ended.append(number)
    raise KeyboardInterrupt  # which no check is blamed for; files and workers are put away on the way up


def _refuse(pipes: Pipes, reply: Unfit) -> None:
    while pipes.receive() is not None:
        pipes.send(encode(reply))


def _serve(pipes: Pipes, setup: Setup, wall: Wall, folder: Path) -> None:
    from mdl_grade.grading import load_suites, tool
    from mdl_grade.suite.seed import Seed

    faults = Faults()
    seed = Seed.practice(setup.practice) if setup.secret is None else Seed.official(setup.secret)
    with materialised(setup.files, folder):
        suites = load_suites(course_at(folder), setup.exercises)
        gc.freeze()  # what is loaded by now stays
        isolation = wall.isolation()
        if isolation.trust.rank < setup.least.rank:
            what = f"Isolation here is {isolation.trust.value}, and {setup.least.value} is asked for."
            what = f"{what} {' '.join(isolation.missing)}".strip()
            _refuse(pipes, Unfit(what, f"To grade all the same: --isolation {isolation.trust.value}."))
            return
        while (message := pipes.receive()) is not None:
            work = decode_work(message)
            end = time.monotonic() + work.seconds
            results = []
            for sheet in work.sheets:
                results.append(_graded(suites[sheet.exercise], sheet, seed, wall))
                if _ended:
                    raise KeyboardInterrupt
                if time.monotonic() > end:
                    break
            pipes.send(encode(Done(tuple(results), isolation, tool(), faults.taken())))


class Faults(logging.Handler):
    """Keeps what the grader logs, so that it goes into the ledger and not between lines of progress."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._texts: list[str] = []
        logger = logging.getLogger("mdl_grade")
        logger.addHandler(self)
        logger.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        self._texts.append(self.format(record))

    def taken(self) -> tuple[str, ...]:
        """Return what came since the last time."""
        texts, self._texts = tuple(self._texts), []
        return texts


def _graded(suite: Suite | BrokenSuite, sheet: Sheet, seed: Seed, wall: Wall) -> GradedSheet:
    from mdl_grade.batch.outcomes import graded_sheet
    from mdl_grade.grading import grade_one

    answer = _problem(sheet.problem) if sheet.problem is not None else _answer(sheet)
    start = time.perf_counter()
    result = grade_one(suite, answer, seed, wall)
    return graded_sheet(sheet, result, round(time.perf_counter() - start, 4))


def _answer(sheet: Sheet) -> Answer:
    return Answer.of(Script.read(sheet.text), sheet.filename, sheet.digest)


def _problem(encoded: bytes) -> Problem:
    return msgspec.json.decode(encoded, type=Problem)

"""Several grading processes side by side, each with a wall of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor

from mdl_grade.answers import read_answers
from mdl_grade.course import Course
from mdl_grade.grading import Graded, grade_answers
from mdl_grade.intake import Answer, Found, Problem
from mdl_grade.suite.seed import Seed


def grade_in_parallel(course: Course, found: Found, seed: Seed, jobs: int, *, bubblewrap: bool = False) -> Graded:
    """Grade the files of one submission in `jobs` processes; the result is the one that a single process gives."""
    answers = read_answers(course, found.exercises, found.read)
    exercises = list(answers)
    shares = [exercises[i::jobs] for i in range(min(jobs, len(exercises)))]
    parts = [{exercise: answers[exercise] for exercise in share} for share in shares]
    pool = ProcessPoolExecutor(len(parts), multiprocessing.get_context("spawn"), end_with_parent)
    try:
        futures = [pool.submit(_grade_part, course, part, seed, bubblewrap) for part in parts]
        graded = [_graded(future, course, part, seed, bubblewrap) for future, part in zip(futures, parts, strict=True)]
    except BaseException:  # Ctrl-C, SIGTERM: nobody waits for the rest
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    results = {result.id: result for part in graded for result in part.results}
    seconds = {exercise: s for part in graded for exercise, s in part.seconds.items()}
    weakest = min((part.isolation for part in graded), key=lambda isolation: isolation.trust.rank)
    return Graded(tuple(results[e] for e in exercises), {e: seconds[e] for e in exercises}, weakest)


def end_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it does: a pool waits for more work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_await_parent, daemon=True).start()


def _await_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _graded(
    future: Future[Graded], course: Course, part: dict[str, Answer | Problem], seed: Seed, bubblewrap: bool
) -> Graded:
    """Wait for a part; grade it here if a process of the pool was killed, which breaks the whole pool."""
    try:
        return future.result()
    except BrokenExecutor:
        return _grade_part(course, part, seed, bubblewrap)


def _grade_part(course: Course, answers: dict[str, Answer | Problem], seed: Seed, bubblewrap: bool) -> Graded:
    from mdl_grade.sandbox.wall import Wall

    with Wall(bubblewrap=bubblewrap) as wall:
        return grade_answers(course, answers, seed, wall)

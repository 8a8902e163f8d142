"""Who does the work: grading processes behind an Executor of the standard library, and what has to be known of them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

from mdl_grade.batch.messages import Unfit
from mdl_grade.batch.processes import dismiss, grade
from mdl_grade.errors import IsolationError


class Crew(Protocol):
    """Grading processes, here or on many machines."""

    def submit(self, setup: bytes, work: bytes) -> Future[bytes]:
        """Have `processes.grade` run on some work."""

    def size(self) -> int:
        """Return how many processes grade side by side now; 0 if there is none at the moment."""

    def drop(self, unfit: Unfit) -> None:
        """Give no more work to an unfit machine. Raises IsolationError if that leaves none."""

    def alive(self) -> bool:
        """Tell whether work that is handed in can still come back."""


class LocalCrew:
    """Processes on this machine, each with a thread here that waits for it."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._executor: Executor = ThreadPoolExecutor(jobs, thread_name_prefix="mdl-grade")

    def submit(self, setup: bytes, work: bytes) -> Future[bytes]:
        return self._executor.submit(grade, setup, work)

    def size(self) -> int:
        return self._jobs

    def drop(self, unfit: Unfit) -> None:
        raise IsolationError(unfit.what, unfit.next_step)

    def alive(self) -> bool:
        return True

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        dismiss()
        self._executor.shutdown(wait=True)
        dismiss()  # what a thread had just started


@contextmanager
def local(jobs: int) -> Iterator[Crew]:
    """Grade in `jobs` processes on this machine; work that is not done at the end is dropped."""
    crew = LocalCrew(jobs)
    try:
        yield crew
    finally:
        crew.close()

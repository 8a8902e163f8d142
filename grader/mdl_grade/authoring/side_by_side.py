"""Work on several exercises at a time, each in a process of its own that ends with the one that started it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def side_by_side(jobs: int, work: Callable[[str], T], exercises: Sequence[str]) -> Iterator[T]:
    """Yield ``work(exercise)`` for each exercise, in order; `jobs` of them are worked on at a time.

    `work` goes to other processes, so it is a function of a module, or a `functools.partial` of one.
    """
    if jobs == 1:
        yield from map(work, exercises)
        return
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _end_with_parent)
    try:
        yield from pool.map(work, exercises)
    except BaseException:  # Ctrl-C: nobody waits for what is being worked on
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it does: a pool waits for more work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_await_parent, daemon=True).start()


def _await_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)

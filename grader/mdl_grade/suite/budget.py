"""What a check may use up on the trusted side: processor time and memory, since both depend on what comes back.

Processor time and never wall time, so that a busy machine can't turn a verdict. Once it is used up, `OverBudget` is
raised in the middle of what goes on, and raised again if that is swallowed.
"""

from __future__ import annotations

import _thread
import gc
import os
import signal
import sys
import threading
import time
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType

import numpy as np
from msgspec import Struct

AGAIN = 0.2
"""Seconds of processor time after which `OverBudget` is raised once more."""
SOON = 0.001
"""Seconds of processor time after which it is tried again to raise it, where that could not be done."""
TICK = 0.05
"""Seconds after which processor time is looked at, where the system has no timer for it."""
WARM_UP = 128
"""Side of a matrix that BLAS multiplies with all its threads: each of them then has the buffer that it keeps."""
FINALIZERS = frozenset(kind.__init__.__code__.co_filename for kind in (weakref.WeakKeyDictionary, weakref.WeakSet))
"""Files whose functions are called when something is freed."""


class OverBudget(BaseException):
    """A check has used up its processor time. No `Exception`: a check that catches those does not go on."""


class Budget(Struct, frozen=True):
    """Seconds of processor time, and bytes beyond what is taken already."""

    seconds: float = 2.0
    memory: int = 200 << 20

    def or_more(self, other: Budget) -> Budget:
        """Return the larger of two, in each respect."""
        return Budget(max(self.seconds, other.seconds), max(self.memory, other.memory))


LEAST = Budget()
MOST = Budget(30.0, 64 << 30)
"""What a check may use on the reference before it is taken to be without an end."""
FACTOR = 10
"""What an answer may use of processor time, in terms of what the reference does."""


def measured(act: Callable[[], object], *, memory: bool) -> Budget:
    """Return the budget that follows from what an act on the reference uses up: memory, too, if that is asked for.

    To measure memory takes time, which is not the act's.
    """
    if not memory:
        began = time.process_time()
        act()
        return Budget(max(LEAST.seconds, FACTOR * (time.process_time() - began)))
    tracemalloc.start()
    try:
        act()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return Budget(memory=LEAST.memory + peak)


@contextmanager
def held(budget: Budget | None) -> Iterator[None]:
    """Hold what is done inside to a budget, if there is one. In the main thread alone.

    Raises
    ------
    OverBudget
        If the time is used up.
    MemoryError
        If the memory is, as anybody who runs out of it.
    """
    if budget is None:
        yield
        return
    with _uncollected(), memory_kept(budget.memory), _time(budget.seconds):
        yield


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the garbage collector out: what it walks through is not the answer's, and would be paid by it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def insist() -> None:
    """Raise again what was swallowed by code that stops at nothing: what is over stays over."""
    if _Watch.over:
        raise OverBudget


class _Watch:
    """The one timer of processor time that a process has: whether it runs, and whether it went off."""

    running = False
    over = False

    @staticmethod
    def strike(number: int, frame: FrameType | None) -> None:
        if _Watch.running:
            _Watch.over = True
            if cleans_up(frame):
                _soon()
            else:
                raise OverBudget


def cleans_up(frame: FrameType | None) -> bool:
    """Tell whether a frame is part of a finalizer: what is raised there is printed, and goes no further."""
    while frame is not None:
        if frame.f_code.co_name == "__del__" or frame.f_code.co_filename in FINALIZERS:
            return True
        frame = frame.f_back
    return False


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("checks run in the main thread of a process, where they can be stopped")
    if signal.getsignal(STRIKE) is not _Watch.strike:
        signal.signal(STRIKE, _Watch.strike)
    _Watch.over, _Watch.running = False, True
    try:
        with _timer(seconds):
            yield
            insist()
    finally:
        _Watch.running = _Watch.over = False


@contextmanager
def _looking(seconds: float) -> Iterator[None]:
    """Strike after so much processor time, and again: a thread looks at the clock."""
    end, done = time.process_time() + seconds, threading.Event()

    def look() -> None:
        while not done.wait(TICK):
            if time.process_time() >= end:
                _thread.interrupt_main(STRIKE)
                done.wait(AGAIN)

    threading.Thread(target=look, daemon=True).start()
    try:
        yield
    finally:
        done.set()


if sys.platform == "win32":
    STRIKE, _timer = signal.SIGBREAK, _looking

    def _soon() -> None:
        """The thread strikes again anyway."""
else:
    STRIKE = signal.SIGPROF

    @contextmanager
    def _timer(seconds: float) -> Iterator[None]:
        """Strike after so much processor time, and again: the system has a timer for it."""
        signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0.0)

    def _soon() -> None:
        signal.setitimer(signal.ITIMER_PROF, SOON, AGAIN)


@contextmanager
def memory_kept(beyond: int) -> Iterator[None]:
    """Let what is done inside take so many bytes beyond what is taken: MemoryError where it wants more.

    What is inside of another such limit has that one alone: to ask the system each time takes longer than most replays.
    """
    if sys.platform != "linux" or _Limit.set:  # elsewhere no limit that the kernel keeps
        yield
        return
    _Limit.set = True
    try:
        with _kept(beyond):
            yield
    finally:
        _Limit.set = False


class _Limit:
    """Whether this process, all its threads alike, has a limit of its memory now."""

    set = False


@contextmanager
def _kept(beyond: int) -> Iterator[None]:
    if sys.platform != "linux":
        raise NotImplementedError
    import resource

    _warm_up()
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _data() + beyond
    bounds = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([limit, *bounds]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data() -> int:
    """Return the bytes that count for RLIMIT_DATA now."""
    if sys.platform != "linux":
        raise NotImplementedError
    file, page = os.open("/proc/self/statm", os.O_RDONLY), os.sysconf("SC_PAGE_SIZE")
    try:
        return int(os.read(file, page).split()[5]) * page
    finally:
        os.close(file)


@cache
def _warm_up() -> None:
    """Let BLAS take its buffers once, without a limit: where it gets none, it ends the process."""
    np.ones((WARM_UP, WARM_UP)) @ np.ones((WARM_UP, WARM_UP))

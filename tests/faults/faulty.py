"""The real command with a fault put in: ``python faulty.py FAULT WORDS…``.

FAULT is ``none`` or ``what@n``: what happens to the trusted process just before its nth exchange with a worker (from
1), or, as ``what@n*``, before each from then on.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mdl_grade import cli
from mdl_grade.batch import crew
from mdl_grade.sandbox import locked

TIMES = iter(range(10**9))


def used() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def starve(spare: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (used() + spare, resource.RLIM_INFINITY))


def fill(folder: str) -> None:
    """Leave no room for one more byte."""
    with Path(folder, "ballast").open("wb", buffering=0) as ballast:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while ballast.write(bytes(size)):
                    pass
            except OSError:
                continue


def nowhere(folder: str) -> None:
    """Leave no other place for a file either."""

    def full(*_: Any, **__: Any) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    fill(folder)
    tempfile.mkdtemp = full  # type: ignore[assignment]


def step_clock() -> None:
    """From now on the time of day jumps by years whenever it is asked for."""
    time.time = lambda: 1e9 * (next(TIMES) % 3)
    time.time_ns = lambda: int(time.time() * 1e9)


def use_up_descriptors() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/proc/self/fd").iterdir())), 1 << 10))


FAULTS: dict[str, Callable[..., Any]] = {
    "SIGINT": lambda: os.kill(os.getpid(), signal.SIGINT),
    "SIGTERM": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "SIGHUP": lambda: os.kill(os.getpid(), signal.SIGHUP),
    "SIGKILL": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "fill": fill,
    "nowhere": nowhere,
    "memory": lambda spare: starve(int(spare)),
    "clock": step_clock,
    "descriptors": use_up_descriptors,
}

fault = sys.argv.pop(1)
if fault != "none":
    what, _, when = fault.partition("@")
    name, _, argument = what.partition("=")
    always, when = when.endswith("*"), when.rstrip("*")
    seen = 0
    before = locked.Worker.exchange

    def exchange(self: locked.Worker, *args: Any, **kwargs: Any) -> Any:
        global seen
        seen += 1
        if seen == int(when) or (always and seen > int(when)):
            FAULTS[name](*filter(None, [argument]))
        return before(self, *args, **kwargs)

    if when == "jobs":
        submit = crew.LocalCrew.submit

        def submitted(*args: Any) -> Any:
            try:
                return submit(*args)
            finally:
                FAULTS[name](*filter(None, [argument]))

        crew.LocalCrew.submit = submitted  # type: ignore[method-assign]
    else:
        locked.Worker.exchange = exchange  # type: ignore[method-assign]

if __name__ == "__main__":
    cli.main()

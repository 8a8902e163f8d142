"""Grading processes, seen from outside: `grade` is the one function that any Executor runs, here or far away.

It takes bytes and returns bytes. The processes stay between calls, one for each thread that calls at the same time;
what goes on inside is `service`.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from mdl_grade.batch.messages import Lost, encode
from mdl_grade.batch.pipes import Pipes
from mdl_grade.batch.private import clear, new_place
from mdl_grade.sandbox.arithmetic import arithmetic
from mdl_grade.sandbox.confinement import hide_this_process

BOOT = (
    "import json, sys; path, folder = json.loads(sys.argv[1]); sys.path[:] = path; "
    "from mdl_grade.batch.service import main; main(folder)"
)
MOST_PIECES = 200
"""Pieces of work after which a process is replaced: caches that grow with the class go with it."""
SECONDS_TO_END = 5.0
"""What a process has to put its things away."""

_lock = threading.Lock()
_idle: list[GradingProcess] = []
_all: set[GradingProcess] = set()


class ProcessLost(Exception):
    """The process died; the text says how."""


class GradingProcess:
    """One process that grades with one setup."""

    def __init__(self, setup: bytes) -> None:
        hide_this_process()  # a setup may hold a secret
        self.setup = fingerprint(setup)
        self._folder = new_place()
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-s", "-B", "-c", BOOT, json.dumps([_path(), str(self._folder)])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **arithmetic(), "PYTHONHASHSEED": "0"},
            start_new_session=True,  # Ctrl-C is for whoever started it
        )
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self._pipes = Pipes(self._popen.stdout, self._popen.stdin)
        self._setup: bytes | None = setup
        self.asked = 0

    @property
    def pid(self) -> int:
        return self._popen.pid

    def ask(self, work: bytes) -> bytes:
        """Return the answer to some work.

        Raises
        ------
        ProcessLost
            If there will be none.
        """
        try:
            if self._setup is not None:
                self._pipes.send(self._setup)
                self._setup = None
            self._pipes.send(work)
            self.asked += 1
            reply = self._pipes.receive()
        except (OSError, ValueError):  # ValueError: closed here meanwhile
            reply = None
        if reply is None:
            self.close()
            code = self._popen.returncode
            how = signal.Signals(-code).name if -code in signal.valid_signals() else f"exit code {code}"
            raise ProcessLost(f"A grading process ended with {how}.")
        return reply

    def close(self) -> None:
        """Let the process put its things away: it ends when there is nothing to read any more."""
        assert self._popen.stdin is not None
        with suppress(OSError, ValueError):
            self._popen.stdin.close()
        try:
            self._popen.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:  # it can't be talked to: it is of no use, whatever it does
            self._popen.kill()
            self._popen.wait()
        with suppress(OSError, ValueError):
            self._pipes.incoming.close()
        clear(self._folder)  # if it was killed

    def stop(self) -> None:
        """End the process in the middle of its work."""
        self._popen.terminate()
        self.close()


def grade(setup: bytes, work: bytes) -> bytes:
    """Grade some `messages.Work` with a `messages.Setup`; return a `messages.Reply`. All of them encoded."""
    process = _take(setup)
    try:
        reply = process.ask(work)
    except ProcessLost as lost:
        with _lock:
            _all.discard(process)
        return encode(Lost(str(lost)))
    _put_back(process)
    return reply


def pids(*, at_work: bool = False) -> tuple[int, ...]:
    """Return the processes that were started here; of these, those at work."""
    with _lock:
        return tuple(process.pid for process in _all if not (at_work and process in _idle))


def _put_back(process: GradingProcess) -> None:
    tired = process.asked >= MOST_PIECES
    with _lock:
        if tired:
            _all.discard(process)
        elif process in _all:  # not dismissed meanwhile
            _idle.append(process)
    if tired:
        process.close()


def dismiss() -> None:
    """End all processes that were started here, also those at work."""
    with _lock:
        idle, busy = list(_idle), _all.difference(_idle)
        _all.clear()
        _idle.clear()
    for process in busy:
        process.stop()
    for process in idle:
        process.close()


def fingerprint(setup: bytes) -> bytes:
    return hashlib.sha256(setup).digest()


def _take(setup: bytes) -> GradingProcess:
    """Return an idle process for a setup, or a new one; idle ones for other setups are over."""
    wanted = fingerprint(setup)
    with _lock:
        others = [process for process in _idle if process.setup != wanted]
        fitting = [process for process in _idle if process.setup == wanted]
        found = fitting.pop() if fitting else None
        _idle[:] = fitting
        _all.difference_update(others)
    for other in others:
        other.close()
    if found is None:
        found = GradingProcess(setup)
        with _lock:
            _all.add(found)
    return found


def _path() -> list[str]:
    """Return where this process finds its packages; never the current folder."""
    package = str(Path(__file__).resolve().parents[2])
    return [package, *(entry for entry in sys.path if entry and Path(entry).is_absolute() and entry != package)]


atexit.register(dismiss)

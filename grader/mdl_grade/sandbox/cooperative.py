"""Answers in a process of their own and behind no wall: for one's own work, where a wall can't be had.

The same programs go there and the same verdicts come of them; deadlines, caps of frames and of output hold. Nothing
else does: an answer has the rights of whoever grades.
"""

from __future__ import annotations

import json
import math
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

from mdl_grade.errors import GraderFault
from mdl_grade.records.model import Isolation, Trust
from mdl_grade.sandbox.arithmetic import arithmetic
from mdl_grade.sandbox.companion import CLEAN, FINISH
from mdl_grade.sandbox.control import Exited, Limits
from mdl_grade.sandbox.frames import (
    CHUNK,
    OUTPUT_CAP,
    OUTPUT_KEPT,
    Buffer,
    DeadlinePassed,
    Flooded,
    Frame,
    HungUp,
    Incoming,
    ProtocolViolation,
    drop,
    gather,
    outgoing,
)
from mdl_grade.sandbox.launch import FLAGS, LauncherGone, Usage, import_path
from mdl_grade.sandbox.locked import Worker
from mdl_grade.sandbox.probes import ATTEMPTS

BOOT = (
    "import json, sys; sys.path += json.loads(sys.argv[1])['path'];"
    "from mdl_grade.sandbox.companion import main; main(sys.argv[1])"
)
TURN = 0.25
"""Seconds that are waited at a time: Windows lets nobody interrupt a wait."""
FAREWELL = 2.0
"""Seconds that a companion may take to end an answer's turn."""
NEEDED_ON_WINDOWS = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP")
CRASHES = {0xC0000005: signal.SIGSEGV, 0xC00000FD: signal.SIGSEGV, 0xC0000409: signal.SIGABRT, 3: signal.SIGABRT}
"""What Windows calls an access violation, an overflow of the stack, and abort()."""
MEANING = (
    "Your code runs in a process of its own, with all your rights: it is ended when it takes too long or prints too "
    "much, but it could read and write your files. That is enough for your own work, and too little for anybody else's."
)


class Printed:
    """What one answer prints to one stream: the first OUTPUT_KEPT bytes are kept, the others only counted."""

    def __init__(self, mark: bytes) -> None:
        self.kept, self.total, self.complete = bytearray(), 0, threading.Event()
        self._mark, self._tail = mark, b""

    def take(self, chunk: bytes) -> None:
        self.total += len(chunk)
        self.kept += chunk[: OUTPUT_KEPT - len(self.kept)]
        self._tail = (self._tail + chunk)[-len(self._mark) :]
        if self._tail == self._mark:
            self.total -= len(self._mark)
            del self.kept[self.total :]
            self.complete.set()


class Companion:
    """One process, and the threads that talk to it. A pipe can be waited for on every system by a thread alone."""

    def __init__(self) -> None:
        self.mark = secrets.token_bytes(16)
        self.clean = False
        self._answers: queue.SimpleQueue[Frame | Exception] = queue.SimpleQueue()
        self._orders: queue.SimpleQueue[tuple[list[Buffer], int] | None] = queue.SimpleQueue()
        self._popen, self._incoming = _started(self.mark)
        self.streams: tuple[Printed, Printed] = (Printed(self.mark), Printed(self.mark))
        self._threads = [threading.Thread(target=self._talk, daemon=True)]
        for which, stream in enumerate((self._popen.stdout, self._popen.stderr)):
            self._threads.append(threading.Thread(target=self._pump, args=(which, stream), daemon=True))
        for thread in self._threads:
            thread.start()

    # --- as a process -------------------------------------------------------------------------------------------------
    def started(self) -> None:
        """It is known from the start."""

    def kill(self) -> None:
        _kill(self._popen)
        self._orders.put(None)
        for thread in self._threads:  # they close what they read and write
            thread.join(FAREWELL)

    def exited(self, seconds: float) -> Exited | None:
        try:
            code = self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        crash = CRASHES.get(code & 0xFFFF_FFFF) if sys.platform == "win32" else None
        return Exited(ticket=0, code=code if crash is None else -crash, cpu_seconds=math.nan, max_rss=0)

    def usage(self) -> Usage | None:
        return None

    def held(self) -> int:
        return 0

    def close(self) -> None:
        """End it, unless it is fit for another answer."""
        if not self.clean:
            self.kill()

    @property
    def alive(self) -> bool:
        return self._popen.poll() is None

    # --- as a conversation --------------------------------------------------------------------------------------------
    def ask(self, pieces: list[Buffer], data_cap: int) -> None:
        self._orders.put((pieces, data_cap))

    def told(self, deadline: float) -> Frame:
        """Return the answer, or raise what came instead of it."""
        while (left := deadline - time.monotonic()) > 0:
            with suppress(queue.Empty):
                answer = self._answers.get(timeout=min(left, TURN))
                if isinstance(answer, Exception):
                    raise answer
                return answer
        raise DeadlinePassed

    def new_turn(self) -> tuple[Printed, Printed]:
        self.clean = False
        self.streams = (Printed(self.mark), Printed(self.mark))
        return self.streams

    def end_turn(self) -> None:
        """Take in what is still on its way to be printed, and see whether the process is fit for another answer."""
        if self.alive:
            self.ask(outgoing(FINISH, ()), 0)
            with suppress(DeadlinePassed, HungUp, ProtocolViolation, Flooded):
                self.clean = self.told(time.monotonic() + FAREWELL).header == CLEAN
        for stream in self.streams:
            stream.complete.wait(FAREWELL)

    def _talk(self) -> None:
        """Send what there is to send, and take in one answer to each."""
        assert self._popen.stdin is not None
        there = self._popen.stdin.fileno()
        try:
            while (order := self._orders.get()) is not None:
                pending, data_cap = order
                while pending:
                    drop(pending, gather(there, pending))
                incoming = Incoming(data_cap)
                while (frame := incoming.read(self._incoming)) is None:
                    pass
                self._answers.put(frame)
        except (HungUp, ProtocolViolation, MemoryError) as error:
            self._answers.put(error)
        except OSError:
            self._answers.put(HungUp())
        finally:
            os.close(self._incoming)
            with suppress(OSError):
                self._popen.stdin.close()

    def _pump(self, which: int, stream: IO[bytes]) -> None:
        with stream, suppress(OSError):
            while chunk := os.read(stream.fileno(), CHUNK):
                self.streams[which].take(chunk)
                if sum(printed.total for printed in self.streams) > OUTPUT_CAP:
                    self._answers.put(Flooded())
        self.streams[which].complete.set()


class Turn:
    """One answer's time with a companion, as a link."""

    def __init__(self, companion: Companion) -> None:
        self._companion = companion
        self.stdout, self.stderr = companion.new_turn()
        self._over = False

    def begin(self, header: bytes, buffers: Sequence[Buffer], data_cap: int) -> None:
        self._companion.ask(outgoing(header, buffers), data_cap)

    def expect(self, data_cap: int) -> None:
        self._companion.ask([], data_cap)

    def wait(self, deadline: float) -> Frame:
        return self._companion.told(deadline)

    def drain(self) -> None:
        if not self._over:
            self._over = True
            self._companion.end_turn()

    def close(self) -> None:
        """Nothing is held here."""


class Cooperative:
    """Workers that are turns of one companion, of another where it was ended, or where two are needed at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._fresh: Companion | None = Companion()
        self._all = [self._fresh]

    def worker(self) -> Worker:
        """Return a worker that waits for its first request."""
        self._all = [companion for companion in self._all if companion.alive]
        idle = next((companion for companion in self._all if companion.clean), None)
        if idle is not None:
            return Worker(idle, Turn(idle), self._limits)
        fresh, self._fresh = self._fresh, None
        if fresh is None:
            fresh = Companion()
            self._all.append(fresh)
        worker = Worker(fresh, Turn(fresh), self._limits)
        try:
            worker.started()
        except LauncherGone as gone:
            raise GraderFault("The process that answers run in did not start.", str(gone)) from None
        return worker

    def isolation(self) -> Isolation:
        """Return what holds: nothing that would have to be tried."""
        nothing = dict.fromkeys((attempt.name for attempt in ATTEMPTS), False)
        return Isolation(trust=Trust.COOPERATIVE, layers={"process": True}, probes=nothing, missing=(MEANING,))

    def close(self) -> None:
        for companion in self._all:
            companion.kill()


def _started(mark: bytes) -> tuple[subprocess.Popen[bytes], int]:
    """Start a Python whose answers come over a pipe of their own; return it, and our end of that pipe."""
    incoming, out = os.pipe()
    words: dict[str, object] = {"path": import_path("mdl_grade", "numpy", "msgspec"), "mark": mark.hex(), "out": out}
    python = sys.executable
    if not python:
        raise GraderFault("Python does not know where its interpreter is.", "Start mdl-grade with a real Python.")
    try:
        if sys.platform == "win32":
            import msvcrt

            words["out"] = handle = msvcrt.get_osfhandle(out)
            os.set_handle_inheritable(handle, True)
            python = getattr(sys, "_base_executable", "") or python  # that of an environment only starts this one
            popen = subprocess.Popen(
                [python, *FLAGS, "-c", BOOT, json.dumps(words)],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(),
                startupinfo=subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]}),
                creationflags=subprocess.CREATE_NO_WINDOW,  # without a console, Ctrl-C does not reach it
            )
        else:
            popen = subprocess.Popen(
                [python, *FLAGS, "-c", BOOT, json.dumps(words)],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(),
                pass_fds=(out,),
                start_new_session=True,
            )
    except BaseException:
        os.close(incoming)
        raise
    finally:
        os.close(out)
    return popen, incoming


def _environment() -> dict[str, str]:
    kept = (*NEEDED_ON_WINDOWS, "LD_LIBRARY_PATH")
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return {**inherited, **arithmetic(), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


def _kill(popen: subprocess.Popen[bytes]) -> None:
    """End a process; where there are sessions, with all that it has started."""
    with suppress(OSError):
        if sys.platform == "win32":
            popen.kill()
        else:
            os.killpg(popen.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        popen.wait(FAREWELL)

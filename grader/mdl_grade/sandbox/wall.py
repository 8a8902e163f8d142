"""The wall, from the trusted side: locked workers, each with a channel, limits, and an end that is always known."""

from __future__ import annotations

import codecs
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from mdl_grade.errors import GraderFault, IsolationError
from mdl_grade.report.model import Isolation, Output
from mdl_grade.sandbox.confinement import hide_this_process
from mdl_grade.sandbox.control import Exited, Layer, Limits, Task
from mdl_grade.sandbox.frames import (
    OUTPUT_CAP,
    Buffer,
    Capture,
    DeadlinePassed,
    Flooded,
    Frame,
    HungUp,
    Link,
    ProtocolViolation,
    pair,
)
from mdl_grade.sandbox.isolation import judge
from mdl_grade.sandbox.launch import PATIENCE, Forking, Launcher, LauncherGone, Process, Spawning, Usage, settings
from mdl_grade.sandbox.probes import Targets
from mdl_grade.sandbox.zygote import NOT_LOCKED, OUT_OF_MEMORY

__all__ = ["Layer", "Limits", "Stop", "Wall", "Worker", "WorkerStopped"]

SERVE = "mdl_grade.sandbox.worker:serve"
PROBE_SECONDS = 20.0
GRACE = 0.25
"""Seconds between the end of the channel and the end of the process, before it is helped along."""
STARVED = 0.3
"""A worker that ran for less, and waited for a processor for more, of the time that it was given was starved."""
EXTENSION = 3


class Stop(StrEnum):
    """How a worker came to its end without an answer."""

    TIMEOUT = "timeout"
    MEMORY = "memory"
    EXIT = "exit"
    SIGNAL = "signal"
    PROTOCOL = "protocol"
    OUTPUT = "output"


class WorkerStopped(Exception):
    """There is no answer and there will be none: `how` the worker ended, `detail` in a few words."""

    def __init__(self, how: Stop, detail: str) -> None:
        super().__init__(f"{how.value}: {detail}")
        self.how, self.detail = how, detail


class Wall:
    """Locked workers on demand. A context manager; for one thread at a time.

    Parameters
    ----------
    limits : Limits
        Of each worker.
    without : frozenset of Layer
        Layers to leave out; trust falls accordingly.
    serve : str
        `module:function` that a worker runs on its channel.
    spawn : bool
        Start a Python for each worker instead of forking a zygote. The default where forking is unsafe.

    Raises
    ------
    IsolationError
        On Windows, which has none of what a wall is made of.

    Notes
    -----
    Returns at once: NumPy is being imported on the other side meanwhile. One worker is always forked and locked
    ahead. The process that builds a wall also closes its own memory to other processes of its user.
    """

    def __init__(
        self,
        limits: Limits = Limits(),  # noqa: B008 (frozen)
        *,
        without: frozenset[Layer] = frozenset(),
        serve: str = SERVE,
        spawn: bool | None = None,
    ) -> None:
        if sys.platform == "win32":
            raise IsolationError("Workers can't be locked on Windows.", "Install WSL2 and run mdl-grade there.")
        hide_this_process()
        self._limits, self._without = limits, without
        self._settings = settings(limits, without, serve)
        self._start: Callable[..., Launcher] = Spawning if (_must_spawn() if spawn is None else spawn) else Forking
        self._restarts_left = 1
        self._launcher: Launcher = self._start(self._settings)
        self._next: Worker | None = self._launch(Task.SERVE)
        self._self_test: _SelfTest | None = _SelfTest(self._launch(Task.PROBE), limits)
        self._isolation: Isolation | None = None

    def worker(self) -> Worker:
        """Return a locked worker that waits for its first request.

        Raises
        ------
        IsolationError
            If a layer that this machine has could not be put on.
        GraderFault
            If workers can't be started, also not after starting over once.
        """
        while True:
            worker, self._next = self._next, None
            try:
                worker = worker or self._launch(Task.SERVE)
                worker.ready()
                self._next = self._launch(Task.SERVE)
            except LauncherGone as gone:
                if worker is not None:
                    worker.close()
                self._restart(str(gone))
            else:
                return worker

    def isolation(self) -> Isolation:
        """Return what this run's self-test saw; the first call waits for it."""
        while self._isolation is None:
            assert self._self_test is not None
            try:
                self._isolation = self._self_test.verdict(self._without)
            except LauncherGone as gone:
                self._restart(str(gone))
        self._end_self_test()
        return self._isolation

    def close(self) -> None:
        """End all processes behind the wall."""
        self._end_next()
        self._end_self_test()
        self._launcher.close()

    def __enter__(self) -> Wall:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _launch(self, task: Task) -> Worker:
        both = pair()
        try:
            return Worker(self._launcher.launch(task, both.ends), both.link, self._limits)
        except BaseException:
            both.link.close()
            raise

    def _restart(self, last_words: str) -> None:
        if not self._restarts_left:
            step = f"It said last:\n{last_words}" if last_words else "It said nothing; was it killed?"
            raise GraderFault("The process that workers are forked from died twice.", step)
        self._restarts_left -= 1
        self._end_next()
        self._launcher.close()
        self._launcher = self._start(self._settings)
        if self._self_test is not None:
            self._end_self_test()
            self._self_test = _SelfTest(self._launch(Task.PROBE), self._limits)

    def _end_next(self) -> None:
        if self._next is not None:
            self._next.close()
            self._next = None

    def _end_self_test(self) -> None:
        if self._self_test is not None:
            self._self_test.close()
            self._self_test = None


class Worker:
    """One locked process. After a WorkerStopped it is gone, and says the same again."""

    def __init__(self, process: Process, link: Link, limits: Limits) -> None:
        self._process, self._link, self._limits = process, link, limits
        self._stopped: WorkerStopped | None = None
        self._closed = False
        self._cpu_seconds = 0.0
        self.layers: dict[str, bool | int | str] = {}

    def ready(self) -> None:
        """Wait until the worker says that it is locked, and with which layers."""
        try:
            self._link.expect(0)
            frame = self._link.wait(time.monotonic() + PATIENCE)
            self._process.started()
        except (HungUp, DeadlinePassed) as error:
            self._link.drain()
            text = _text(self._link.stderr)
            try:
                exited = self._process.exited(GRACE)
            finally:
                self.close()
            if exited is not None and exited.code == NOT_LOCKED:
                raise IsolationError("A worker could not be locked.", text) from None
            raise LauncherGone(text or f"a worker did not start ({type(error).__name__})") from None
        self.layers = json.loads(frame.header)

    def exchange(self, header: bytes, buffers: Sequence[Buffer] = (), *, seconds: float, data_cap: int) -> Frame:
        """Send a request and return the answer to it.

        Parameters
        ----------
        header : bytes
            At most 1 MiB.
        buffers : sequence of bytes or memoryview
            The data, sent one after the other.
        seconds : float
            For writing, computing and reading together. Three times as much, once, if the worker was kept waiting
            for a processor by other programs.
        data_cap : int
            The most bytes of data that the answer may have.

        Raises
        ------
        WorkerStopped
        """
        if self._stopped is not None:
            raise self._stopped
        before, start = self._process.usage(), time.monotonic()
        try:
            self._link.begin(header, buffers, data_cap)
            try:
                return self._link.wait(start + seconds)
            except DeadlinePassed:
                if not starved(before, self._process.usage(), seconds):
                    raise
                return self._link.wait(start + EXTENSION * seconds)
        except DeadlinePassed:
            raise self._stop(Stop.TIMEOUT, f"no answer within {seconds:g} s") from None
        except ProtocolViolation as violation:
            raise self._stop(Stop.PROTOCOL, str(violation)) from None
        except Flooded:
            raise self._stop(Stop.OUTPUT, f"more than {OUTPUT_CAP >> 20} MiB printed") from None
        except HungUp:
            raise self._autopsy() from None
        except BaseException:  # an answer that still comes would be taken for the next one
            self.close()
            raise

    def output(self) -> Output:
        """Return what was printed so far: the first 64 KiB of each stream."""
        if not self._closed:
            self._link.drain()
        out, err = self._link.stdout, self._link.stderr
        truncated = any(capture.total > len(capture.kept) for capture in (out, err))
        return Output(stdout=_text(out), stderr=_text(err), truncated=truncated)

    def cpu_seconds(self) -> float:
        """Return the processor time used so far; 0 where the system doesn't say."""
        if not self._closed and (usage := self._process.usage()) is not None:
            self._cpu_seconds = usage.ran
        return self._cpu_seconds

    def close(self) -> None:
        """Kill the process."""
        if not self._closed:
            self.cpu_seconds()
            self._process.close()
            self._link.drain()
            self._link.close()
            self._closed = True

    def _stop(self, how: Stop, detail: str) -> WorkerStopped:
        self._stopped = WorkerStopped(how, detail)
        self.close()
        return self._stopped

    def _autopsy(self) -> Exception:
        """Find out why the channel has ended."""
        try:
            exited = self._process.exited(GRACE)
        except LauncherGone:
            self.close()
            return GraderFault("The process that workers are forked from died.", "Grade again; nothing was decided.")
        if exited is None:
            return self._stop(Stop.PROTOCOL, "it closed its channel")
        self._cpu_seconds = exited.cpu_seconds
        return self._stop(*_cause(exited, self._limits))


def starved(before: Usage | None, after: Usage | None, seconds: float) -> bool:
    """Tell whether a worker had too little of a processor, through no fault of its own, to be done in `seconds`."""
    if before is None or after is None:
        return False
    return after.ran - before.ran < STARVED * seconds < after.waited - before.waited


def _must_spawn() -> bool:
    if sys.platform != "linux":
        return True
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return True
    return False


def _cause(exited: Exited, limits: Limits) -> tuple[Stop, str]:
    if exited.code == OUT_OF_MEMORY:
        return Stop.MEMORY, f"more than {limits.memory >> 20} MiB needed"
    if exited.code >= 0:
        return Stop.EXIT, f"exit code {exited.code}"
    name = signal.Signals(-exited.code).name if -exited.code in signal.valid_signals() else f"signal {-exited.code}"
    # The kernel counts ticks for the limit and measures the usage: they differ. SIGKILL follows a caught SIGXCPU.
    if name == "SIGXCPU" or (name == "SIGKILL" and exited.cpu_seconds >= limits.cpu_seconds / 2):
        return Stop.TIMEOUT, f"more than {limits.cpu_seconds} s of processor time"
    if name == "SIGKILL":
        return Stop.MEMORY, "ended by the system, most likely for want of memory"
    return Stop.SIGNAL, name


def _text(capture: Capture) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
    return decoder.decode(bytes(capture.kept), final=capture.total <= len(capture.kept))


class _SelfTest:
    """A worker that tries what is forbidden."""

    def __init__(self, worker: Worker, limits: Limits) -> None:
        self._worker, self._limits = worker, limits

    def verdict(self, without: frozenset[Layer]) -> Isolation:
        """Let it try, on a file that everyone else may read and run, in a folder that everyone may write to."""
        with tempfile.TemporaryDirectory(prefix="mdl-grade-") as name:
            folder = Path(name)
            folder.chmod(0o1777)
            canary = folder / "canary.py"
            canary.write_text("# the self-test of mdl-grade\n")
            canary.chmod(0o755)
            targets = Targets(str(canary), os.getpid(), self._limits.memory)
            try:
                self._worker.ready()
                answer = self._worker.exchange(targets.encode(), seconds=PROBE_SECONDS, data_cap=0)
            except WorkerStopped:
                return judge({}, {}, without)
            except GraderFault as fault:
                raise LauncherGone(str(fault)) from None
            seen: dict[str, bool] = json.loads(answer.header)
            if (folder / "written").exists():
                seen["write_file"] = False
        return judge(self._worker.layers, seen, without)

    def close(self) -> None:
        self._worker.close()

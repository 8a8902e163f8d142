"""One locked worker, from the trusted side: a channel, limits, and an end that is always known."""

from __future__ import annotations

import codecs
import signal
import time
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from mdl_grade.errors import GraderFault, IsolationError
from mdl_grade.records.model import Output
from mdl_grade.sandbox.confinement import Applied
from mdl_grade.sandbox.control import NOT_LOCKED, OUT_OF_MEMORY, Exited, Limits
from mdl_grade.sandbox.frames import (
    OUTPUT_CAP,
    Buffer,
    DeadlinePassed,
    Flooded,
    Frame,
    HungUp,
    ProtocolViolation,
)
from mdl_grade.sandbox.launch import PATIENCE, LauncherGone, Process, Usage, ended_for_memory, memory_at_hand

GRACE = 0.25
"""Seconds between the end of the channel and the end of the process, before it is helped along."""
STARVED = 0.3
"""A worker that ran for less, and waited for a processor for more, of the time that it was given was starved."""
EXTENSION = 3
BLINK = 0.25
"""Seconds that are waited at a time. When this process itself was stopped, or had to wait for a processor, no more than
this is counted of what it missed."""
KILLED = 9
"""SIGKILL, which Windows has no name for."""
OF_ITS_OWN = 0.25
"""A worker that held less than this part of its memory, and was killed, was not killed for its memory."""


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


class Printing(Protocol):
    """What is kept of one output stream, and how many bytes there were in all."""

    @property
    def kept(self) -> bytearray: ...
    @property
    def total(self) -> int: ...


class Line(Protocol):
    """How a worker is talked to; see `frames.Link`."""

    @property
    def stdout(self) -> Printing: ...
    @property
    def stderr(self) -> Printing: ...
    def begin(self, header: bytes, buffers: Sequence[Buffer], data_cap: int) -> None: ...
    def expect(self, data_cap: int) -> None: ...
    def wait(self, deadline: float) -> Frame: ...
    def drain(self) -> None: ...
    def close(self) -> None: ...


class Worker:
    """One locked process. After a WorkerStopped it is gone, and says the same again."""

    def __init__(self, process: Process, link: Line, limits: Limits) -> None:
        self._process, self._link, self._limits = process, link, limits
        self._stopped: WorkerStopped | None = None
        self._closed = False
        self._cpu_seconds = 0.0
        at_hand = memory_at_hand()
        self._scarce = at_hand is not None and at_hand < limits.memory
        self._ended_for_memory = ended_for_memory()
        self.applied = Applied({})

    def ready(self) -> None:
        """Wait until the worker says that it is locked, and with which layers."""
        self.applied = Applied.decode(self.started().header)

    def started(self) -> Frame:
        """Wait for the first that a worker says, of itself."""
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
        return frame

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
            for a processor by other programs. Time in which this process did not run is not counted.
        data_cap : int
            The most bytes of data that the answer may have.

        Raises
        ------
        WorkerStopped
        GraderFault
            If the worker was ended by what was not its own doing: nothing is known about the answer.
        """
        if self._stopped is not None:
            raise self._stopped
        before = self._process.usage()
        try:
            self._link.begin(header, buffers, data_cap)
            try:
                return self._wait(seconds)
            except DeadlinePassed:
                if not starved(before, self._process.usage(), seconds):
                    raise
                return self._wait((EXTENSION - 1) * seconds)
        except DeadlinePassed:
            raise self._stop(Stop.TIMEOUT, f"no answer within {seconds:g} s") from None
        except ProtocolViolation as violation:
            raise self._stop(Stop.PROTOCOL, str(violation)) from None
        except Flooded:
            raise self._stop(Stop.OUTPUT, f"more than {OUTPUT_CAP >> 20} MiB printed") from None
        except HungUp:
            raise self._autopsy() from None
        except (MemoryError, OSError) as error:  # of this process: an answer can't fill it beyond the caps
            self.close()
            raise GraderFault(
                f"An answer could not be taken in: {error or type(error).__name__}.", "Make room, and grade again."
            ) from None
        except BaseException:  # an answer that still comes would be taken for the next one
            self.close()
            raise

    def _wait(self, seconds: float) -> Frame:
        """Wait for the answer as long as this process is there to wait."""
        while True:
            blink = min(seconds, BLINK)
            try:
                return self._link.wait(time.monotonic() + blink)
            except DeadlinePassed:
                if self._process.held() > self._limits.memory:
                    raise self._stop(Stop.MEMORY, _needed(self._limits)) from None
                seconds -= blink
                if seconds <= 0:
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
        if killed_from_outside(exited, self._limits, self._scarce, ended_for_memory() - self._ended_for_memory):
            self.close()
            return GraderFault(
                "A worker was killed by something outside of it: by hand, or because this machine is short of memory.",
                "Grade again; nothing was decided.",
            )
        return self._stop(*_cause(exited, self._limits))


def starved(before: Usage | None, after: Usage | None, seconds: float) -> bool:
    """Tell whether a worker had too little of a processor, through no fault of its own, to be done in `seconds`."""
    if before is None or after is None:
        return False
    return after.ran - before.ran < STARVED * seconds < after.waited - before.waited


def killed_from_outside(exited: Exited, limits: Limits, scarce: bool, ended_for_memory: int) -> bool:
    """Tell whether a worker got a SIGKILL that neither its memory nor its time accounts for.

    It can't have sent it: its lock lets it send no signal. One that the kernel ended for want of memory pays for it,
    unless memory was `scarce` before it started: not all that a process takes shows in what it holds.
    """
    if exited.code != -KILLED or not exited.max_rss:
        return False
    if ended_for_memory and not scarce:
        return False
    return exited.max_rss < OF_ITS_OWN * limits.memory and exited.cpu_seconds < limits.cpu_seconds / 2


def _cause(exited: Exited, limits: Limits) -> tuple[Stop, str]:
    if exited.code == OUT_OF_MEMORY:
        return Stop.MEMORY, _needed(limits)
    if exited.code >= 0:
        return Stop.EXIT, f"exit code {exited.code}"
    name = signal.Signals(-exited.code).name if -exited.code in signal.valid_signals() else f"signal {-exited.code}"
    # The kernel counts ticks for the limit and measures the usage: they differ. SIGKILL follows a caught SIGXCPU.
    if name == "SIGXCPU" or (name == "SIGKILL" and exited.cpu_seconds >= limits.cpu_seconds / 2):
        return Stop.TIMEOUT, f"more than {limits.cpu_seconds} s of processor time"
    if name == "SIGKILL":
        return Stop.MEMORY, "ended by the system, most likely for want of memory"
    return Stop.SIGNAL, name


def _needed(limits: Limits) -> str:
    return f"more than {limits.memory >> 20} MiB needed"


def _text(capture: Printing) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
    return decoder.decode(bytes(capture.kept), final=capture.total <= len(capture.kept))

"""A host behind the wall: programs go to a locked worker that has loaded the learner's file.

An assembly that needs the reference network has two workers: the course's program and the network are in one, the
learner's parts in the other. What the program asks of its parts is passed on here, as it is: it is unpacked behind the
wall alone. A program that needs nothing of the course has its parts beside it.
"""

from __future__ import annotations

import secrets
import time
from functools import reduce

import msgspec
from msgspec import Struct

from mdl_grade.course.assembly import importing_alone, module_of, names_asked, network_of
from mdl_grade.errors import GraderError, WallFault
from mdl_grade.records.evidence import NotLoaded, Stopped
from mdl_grade.records.model import Output
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.wall import Stop, Wall, Worker, WorkerStopped
from mdl_grade.script import Script
from mdl_grade.suite.recorder import DATA_CAP, Recording
from mdl_grade.suite.runner import AnswerError, Reply, raised, values

MAX_RESTARTS = 2
PATIENCE = 3
"""A program whose parts run elsewhere may take so many times its seconds: each of the two may have had to wait."""
HARDLY_WORKED = 2.0
"""Seconds of processor time, of the 20 that a worker has in all."""
MAX_WARNINGS = 20
OUTPUT_CAP = 1 << 16


class Behind:
    """The learner's code in locked workers; forked again after a stop, at most twice."""

    def __init__(self, wall: Wall, source: Script, filename: str, seconds: float, names: tuple[str, ...]) -> None:
        self._wall, self._seconds = wall, seconds
        self._source, self._filename, self._names = source, filename, list(names)
        self._worker: Worker | None = None
        self._parts: Worker | None = None
        self._stopped: AnswerError | None = None
        self._stops = 0
        self._stale = False
        self.warnings: dict[str, None] = {}
        self._output = Output()

    @property
    def text(self) -> str:
        return self._source.text

    def load(self) -> wire.Loaded:
        """Start a worker and load the answer.

        Raises
        ------
        AnswerError
            If the file does not compile, raises, or stops the worker.
        """
        if self._stopped is not None and self._stops > MAX_RESTARTS:
            raise self._stopped
        text, parts = self._source.text, self._source.parts
        beside = {module_of(part): wire.Module(code, f"{part}.py") for part, code in parts.items()}
        program = wire.Load(_nonce(), text, self._filename, self._names, beside)
        if parts and (network := network_of(text)):
            self._parts = self._started()
            self._loaded(self._parts, wire.Load(_nonce(), importing_alone(text, parts), self._filename, [], beside))
            modules = {name: wire.Module(code, f"{name}.py") for name, code in network.items()}
            program = msgspec.structs.replace(program, modules=modules, elsewhere=names_asked(text, parts))
        self._worker, self._stale = self._worker or self._started(), False
        return self._loaded(self._worker, program)

    def _started(self) -> Worker:
        try:
            return self._wall.worker()
        except (GraderError, OSError) as error:
            self.close()
            raise _fault(error) from error

    def _loaded(self, worker: Worker, request: wire.Load) -> wire.Loaded:
        message = self._exchange(worker, request, b"").message
        if isinstance(message, wire.Loaded):
            return message
        if not isinstance(message, wire.Raised):
            raise self._stop(Stop.PROTOCOL, "an answer to something else")
        self.close()
        told = raised(message)
        raise AnswerError(NotLoaded(exception=told.exception, text=told.text, line=told.line, source=told.source))

    def start_afresh(self) -> None:
        """Have the answer loaded anew before it is asked again: into the same worker, if it has hardly worked."""
        self._stopped, self._stops, self._stale = None, 0, True
        if self._parts is not None or (self._worker is not None and self._worker.cpu_seconds() > HARDLY_WORKED):
            self.close()

    def execute(self, recording: Recording, room: int = DATA_CAP) -> Reply:
        reply = self.heard(recording, room)
        self.hold(recording, reply)
        return reply

    def heard(self, recording: Recording, room: int) -> Reply:
        """Return what came back for a program, be it well formed or not (see `hold`)."""
        if self._worker is None or self._stale:
            self.load()
        assert self._worker is not None
        reply = self._asked(self._worker, recording, room)
        message = reply.message
        if not isinstance(message, wire.Finished | wire.Raised):
            raise self._stop(Stop.PROTOCOL, "an answer to something else")
        self._note(message)
        return Reply(message, reply.data)

    def hold(self, recording: Recording, reply: Reply) -> None:
        """Stop the worker if what came back for a program is malformed."""
        if isinstance(reply.message, wire.Raised):
            return
        try:
            values(recording, reply)
        except wire.WireError as error:
            raise self._stop(Stop.PROTOCOL, str(error)) from None
        except MemoryError:  # within the caps of an answer: this process is short of it
            raise WallFault("An answer could not be taken in: no memory.", "Make room, and grade again.") from None

    def _asked(self, worker: Worker, recording: Recording, room: int) -> _Raw:
        """Ask for a program, and pass on what it asks of its parts."""
        request = recording.request(_nonce(), room)
        reply = self._exchange(worker, request, recording.data)
        end = time.monotonic() + PATIENCE * self._seconds
        while isinstance(reply.message, wire.Ask) and self._parts is not None:
            run = wire.Run(_nonce(), reply.message.steps, reply.message.outputs, facts=False, data_cap=DATA_CAP)
            answer = self._exchange(self._parts, run, reply.data)
            message = answer.message
            if not isinstance(message, wire.Finished | wire.Raised):
                raise self._stop(Stop.PROTOCOL, "an answer to something else")
            if time.monotonic() > end:
                raise self._stop(Stop.TIMEOUT, f"no answer within {self._seconds:g} s")
            self._note(message)
            outputs = message.outputs if isinstance(message, wire.Finished) else None
            reply = self._exchange(worker, wire.Told(request.nonce, outputs), answer.data)
            if isinstance(message, wire.Raised) and isinstance(reply.message, wire.Raised):
                return _Raw(msgspec.structs.replace(message, step=reply.message.step), b"")
        return reply

    def _note(self, message: wire.Finished | wire.Raised) -> None:
        for warning in message.warnings:
            if len(self.warnings) < MAX_WARNINGS:
                self.warnings.setdefault(warning)

    def _exchange(self, worker: Worker, request: wire.Request, data: bytes | memoryview) -> _Raw:
        try:
            frame = worker.exchange(
                wire.encode(request), [data] if data else [], seconds=self._seconds, data_cap=DATA_CAP
            )
            message = wire.decode_reply(bytes(frame.header))
        except WorkerStopped as stopped:
            raise self._stop(stopped.how, stopped.detail) from None
        except wire.WireError as error:
            raise self._stop(Stop.PROTOCOL, str(error)) from None
        except BaseException as error:  # no fault of the answer's: what comes next starts on a new worker
            self.close()
            if isinstance(error, GraderError | OSError):
                raise _fault(error) from error
            raise
        if message.nonce != request.nonce:
            raise self._stop(Stop.PROTOCOL, "an answer to something else")
        return _Raw(message, frame.data)

    def _stop(self, how: Stop, detail: str) -> AnswerError:
        self.close()
        self._stops += 1  # its own only: what is done to a worker is not counted
        self._stopped = AnswerError(Stopped(how=how.value, detail=detail))
        return self._stopped

    def close(self) -> None:
        for worker in (self._parts, self._worker):
            if worker is not None:
                self._output = _joined(self._output, worker.output())
                worker.close()
        self._parts = self._worker = None

    @property
    def output(self) -> Output:
        """What was printed."""
        workers = [worker for worker in (self._parts, self._worker) if worker is not None]
        return reduce(_joined, (worker.output() for worker in workers), self._output)


class _Raw(Struct, frozen=True):
    message: wire.Reply
    data: bytes | memoryview


def _fault(error: GraderError | OSError) -> WallFault:
    return WallFault(error.what, error.next_step) if isinstance(error, GraderError) else WallFault(str(error))


def _nonce() -> int:
    return secrets.randbits(63)


def _joined(one: Output, other: Output) -> Output:
    return Output(
        stdout=(one.stdout + other.stdout)[:OUTPUT_CAP],
        stderr=(one.stderr + other.stderr)[:OUTPUT_CAP],
        truncated=one.truncated or other.truncated,
    )

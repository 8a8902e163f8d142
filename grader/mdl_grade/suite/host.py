"""A host behind the wall: programs go to a locked worker that has loaded the learner's file."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from mdl_grade.errors import GraderError, WallFault
from mdl_grade.records.evidence import NotLoaded, Stopped
from mdl_grade.records.model import Output
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.wall import Stop, Wall, Worker, WorkerStopped
from mdl_grade.suite.recorder import DATA_CAP, Recording
from mdl_grade.suite.runner import AnswerError, Reply, values

MAX_RESTARTS = 2
MAX_WARNINGS = 20
OUTPUT_CAP = 1 << 16


class Behind:
    """The learner's code in a locked worker; forked again after a stop, at most twice."""

    def __init__(self, wall: Wall, source: str, filename: str, seconds: float, names: tuple[str, ...]) -> None:
        self._wall, self._seconds = wall, seconds
        self._source, self._filename, self._names = source, filename, list(names)
        self._worker: Worker | None = None
        self._stopped: AnswerError | None = None
        self._stops = 0
        self.warnings: dict[str, None] = {}
        self._output = Output()

    def load(self) -> wire.Loaded:
        """Start a worker and load the answer.

        Raises
        ------
        AnswerError
            If the file does not compile, raises, or stops the worker.
        """
        if self._stopped is not None and self._stops > MAX_RESTARTS:
            raise self._stopped
        try:
            self._worker = self._wall.worker()
        except (GraderError, OSError) as error:
            raise _fault(error) from error
        return self._loaded()

    def _loaded(self) -> wire.Loaded:
        message = self._exchange(wire.Load(_nonce(), self._source, self._filename, self._names), b"").message
        if isinstance(message, wire.Loaded):
            return message
        if isinstance(message, wire.Finished):
            raise self._stop(Stop.PROTOCOL, "an answer to something else")
        self.close()
        raise AnswerError(not_loaded(message))

    def replace(self, source: str) -> None:
        """Take another answer's source; it is loaded when it is first needed, into the same worker."""
        self._source = source
        if self._worker is not None:
            self._loaded()

    def execute(self, recording: Recording, room: int = DATA_CAP) -> Reply:
        if self._worker is None:
            self.load()
        reply = self._exchange(recording.request(_nonce(), room), recording.data)
        message = reply.message
        if isinstance(message, wire.Loaded):
            raise self._stop(Stop.PROTOCOL, "an answer to something else")
        for warning in message.warnings:
            if len(self.warnings) < MAX_WARNINGS:
                self.warnings.setdefault(warning)
        if isinstance(message, wire.Finished):
            try:
                values(recording, Reply(message, reply.data))
            except wire.WireError as error:
                raise self._stop(Stop.PROTOCOL, str(error)) from None
            except MemoryError:  # within the caps of an answer: this process is short of it
                raise WallFault("An answer could not be taken in: no memory.", "Make room, and grade again.") from None
        return Reply(message, reply.data)

    def _exchange(self, request: wire.Load | wire.Run, data: bytes) -> _Raw:
        assert self._worker is not None
        try:
            frame = self._worker.exchange(
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
        if self._worker is not None:
            self._output = _joined(self._output, self._worker.output())
            self._worker.close()
            self._worker = None

    @property
    def output(self) -> Output:
        """What was printed, once closed."""
        return self._output


@dataclass(frozen=True)
class _Raw:
    message: wire.Reply
    data: bytes | memoryview


def not_loaded(message: wire.Raised) -> NotLoaded:
    """Say why a file could not be imported."""
    kind, text = message.exception, message.text
    if kind in ("SyntaxError", "IndentationError", "TabError"):
        reason = f"The file is not valid Python: {text}."
    elif kind == "SystemExit":
        reason = "The file ends the program while it is imported (sys.exit or exit)."
    else:
        reason = f"Importing the file raises {kind}: {text}"
    return NotLoaded(reason=reason, line=message.line, source=message.source)


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

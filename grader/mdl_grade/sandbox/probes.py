"""What the self-test tries from inside a locked worker, and what it takes for a refusal.

An error is not a refusal: a full disk or a folder that is closed to everyone also stops an attempt, and would not stop
the next answer. Each attempt lists the errors by which a layer refuses it; any other leaves the question open.
"""

from __future__ import annotations

import _thread
import ctypes
import errno
import importlib.machinery
import json
import mmap
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from mdl_grade.sandbox.frames import Channel

if sys.platform != "win32":
    import resource


@dataclass(frozen=True)
class Targets:
    """What to try the attempts on: an executable module that everyone may read, in a folder that everyone may write.

    `trusted` is the pid of the trusted process, `memory` the number of bytes that must not be had.
    """

    canary: str
    trusted: int
    memory: int

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, text: bytes) -> Targets:
        return cls(**json.loads(text))


def memory(targets: Targets) -> None:
    mmap.mmap(-1, targets.memory).close()


def read_file(targets: Targets) -> None:
    Path(targets.canary).read_bytes()


def write_file(targets: Targets) -> None:
    Path(targets.canary).with_name("written").touch()


def import_outside(targets: Targets) -> None:
    importlib.machinery.SourceFileLoader("canary", targets.canary).get_code("canary")


def see_file(targets: Targets) -> None:
    Path(targets.canary).stat()


def inet_socket(_: Targets) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def unix_socket(_: Targets) -> None:
    socket.socket(socket.AF_UNIX).close()


def fork(_: Targets) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def thread(_: Targets) -> None:
    _thread.start_new_thread(int, ())


def execute(targets: Targets) -> None:
    """Neither of the two can run: the canary is in no format, and the shell gets an argument that is too long. Both
    errors come only after every permission was given. (Where the canary lies, programs may be forbidden for all.)
    """
    refusal = None
    for program, argument in ((targets.canary, ""), ("/bin/sh", "x" * (1 << 20))):
        try:
            os.execv(program, ["canary", argument])  # noqa: S606
        except OSError as error:
            if error.errno in (errno.ENOEXEC, errno.E2BIG):
                return
            refusal = refusal or error
    assert refusal is not None
    raise refusal


def signal_process(targets: Targets) -> None:
    os.kill(targets.trusted, 0)


def read_process(targets: Targets) -> None:
    with Path(f"/proc/{targets.trusted}/mem").open("rb"):
        pass


def copy_process_memory(targets: Targets) -> None:
    """process_vm_readv of an address that is not mapped: EFAULT comes only after permission was given."""
    nowhere = (ctypes.c_size_t * 2)(8, 8)
    buffer = ctypes.create_string_buffer(8)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.process_vm_readv(targets.trusted, here, 1, nowhere, 1, 0) < 0:
        code = ctypes.get_errno()
        if code != errno.EFAULT:
            raise OSError(code, os.strerror(code))


def act_as_root(_: Targets) -> None:
    if os.geteuid() != 0:
        raise PermissionError(errno.EPERM, "not root")


def raise_limit(_: Targets) -> None:
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    try:
        resource.setrlimit(resource.RLIMIT_AS, unlimited)
    except ValueError as error:  # how `resource` words EPERM
        raise PermissionError(errno.EPERM, str(error)) from None


DENIED = (errno.EPERM, errno.EACCES)
HIDDEN = (*DENIED, errno.ENOENT, errno.ESRCH)
"""In a namespace of its own, a worker looks for a file or a process that is there, and finds nothing."""
NO_MORE = (*DENIED, errno.EAGAIN)


@dataclass(frozen=True)
class Attempt:
    """One thing to try: `means` completes "an answer could …"; `refusals` are the errors that refuse it.

    One that is `on_file` says something only if everyone may reach the canary.
    """

    act: Callable[[Targets], None]
    means: str
    refusals: tuple[int, ...]
    on_file: bool = False

    @property
    def name(self) -> str:
        return self.act.__name__


ATTEMPTS = (
    Attempt(memory, "take more memory than it is given", (errno.ENOMEM,)),
    Attempt(read_file, "read files of this machine", HIDDEN, on_file=True),
    Attempt(write_file, "write files", (*HIDDEN, errno.EROFS), on_file=True),
    Attempt(import_outside, "import code from anywhere", HIDDEN, on_file=True),
    Attempt(see_file, "see that a file exists", HIDDEN, on_file=True),
    Attempt(inet_socket, "reach the network", DENIED),
    Attempt(unix_socket, "talk to local services", DENIED),
    Attempt(fork, "start processes", NO_MORE),
    Attempt(thread, "start threads", NO_MORE),
    Attempt(execute, "run programs", (*HIDDEN, errno.EAGAIN), on_file=True),
    Attempt(signal_process, "send signals to the grader", HIDDEN),
    Attempt(read_process, "open the grader's memory", HIDDEN),
    Attempt(copy_process_memory, "copy the grader's memory", (*HIDDEN, errno.ENOSYS)),
    Attempt(act_as_root, "act as root", DENIED),
    Attempt(raise_limit, "raise its own limits", DENIED),
)


class ProbeOutcome(StrEnum):
    """What came of an attempt."""

    REFUSED = "refused"
    POSSIBLE = "possible"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class ProbeObservation:
    """An outcome, and in a few words why it is unclear."""

    outcome: ProbeOutcome
    detail: str = ""


def observe(attempt: Attempt, targets: Targets) -> ProbeObservation:
    """Try it."""
    try:
        attempt.act(targets)
    except OSError as error:
        if error.errno in attempt.refusals:
            return ProbeObservation(ProbeOutcome.REFUSED)
        return ProbeObservation(ProbeOutcome.UNCLEAR, error.strerror or str(error))
    except MemoryError:
        return ProbeObservation(
            ProbeOutcome.REFUSED if errno.ENOMEM in attempt.refusals else ProbeOutcome.UNCLEAR, "no memory"
        )
    except _thread.error as error:  # RuntimeError: it has no errno
        return ProbeObservation(ProbeOutcome.REFUSED if attempt.act is thread else ProbeOutcome.UNCLEAR, str(error))
    except (ImportError, AttributeError, ValueError) as error:
        return ProbeObservation(ProbeOutcome.UNCLEAR, str(error))
    return ProbeObservation(ProbeOutcome.POSSIBLE)


def encode(seen: Mapping[str, ProbeObservation]) -> bytes:
    return json.dumps({name: [o.outcome.value, o.detail] for name, o in seen.items()}).encode()


def decode(text: bytes) -> dict[str, ProbeObservation]:
    return {
        name: ProbeObservation(ProbeOutcome(outcome), detail) for name, (outcome, detail) in json.loads(text).items()
    }


def observe_all(targets: Targets, attempts: Iterable[Attempt] = ATTEMPTS) -> dict[str, ProbeObservation]:
    """Try everything once."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return {attempt.name: observe(attempt, targets) for attempt in attempts}


def serve(channel: Channel) -> None:
    """Try what the trusted process asks for; answer with what was seen."""
    request = channel.receive()
    assert request is not None
    channel.send(encode(observe_all(Targets.decode(request.header))))

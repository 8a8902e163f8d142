"""What the self-test tries from inside a locked worker. Each attempt raises when it is refused."""

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
from collections.abc import Callable
from dataclasses import asdict, dataclass
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
    """The canary is executable, but in no format: that error comes only after every permission was given."""
    try:
        os.execv(targets.canary, ["canary"])  # noqa: S606
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise


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


def raise_limit(_: Targets) -> None:
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_AS, unlimited)


def memory(targets: Targets) -> None:
    mmap.mmap(-1, targets.memory).close()


def act_as_root(_: Targets) -> None:
    if os.geteuid() != 0:
        raise PermissionError(errno.EPERM, "not root")


ATTEMPTS: tuple[Callable[[Targets], None], ...] = (
    memory,
    read_file,
    write_file,
    import_outside,
    see_file,
    inet_socket,
    unix_socket,
    fork,
    thread,
    execute,
    signal_process,
    read_process,
    copy_process_memory,
    act_as_root,
    raise_limit,
)
NOT_REQUIRED = frozenset({see_file.__name__})
"""Landlock and seccomp hide what a file holds, not that it exists: stat(2) of a known path works."""


def refused(attempt: Callable[[Targets], None], targets: Targets) -> bool:
    try:
        attempt(targets)
    except (OSError, MemoryError, RuntimeError, ImportError, ValueError, AttributeError):
        return True
    return False


def serve(channel: Channel) -> None:
    """Try everything once; answer with {name: was it refused}."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    request = channel.receive()
    assert request is not None
    targets = Targets.decode(request.header)
    seen = {attempt.__name__: refused(attempt, targets) for attempt in ATTEMPTS}
    channel.send(json.dumps(seen).encode())

"""The zygote: a process that has loaded NumPy once and forks a locked worker whenever it is told to.

It holds no suite, no seed and no secret, and starts with an environment made from nothing but what decides how it
rounds. It listens nowhere: orders come over one socket pair, and when that closes, it ends and its workers with it.
"""

from __future__ import annotations

import array
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

from mdl_grade.sandbox import library
from mdl_grade.sandbox.confinement import Lock, hide_this_process
from mdl_grade.sandbox.control import CRASHED, NOT_LOCKED, OUT_OF_MEMORY, Exited, ForkOrder, Settings, Started, Task
from mdl_grade.sandbox.frames import Channel, Ends
from mdl_grade.sandbox.namespaces import apart_from
from mdl_grade.sandbox.rehearsal import rehearse

Serve = Callable[[Channel], None]

PROBE = "mdl_grade.sandbox.probes:serve"
CHANNEL = 3
MANY = 8
"""Orders after which a rehearsal pays: for a few workers it would take longer than it spares."""


def main(settings: Settings) -> NoReturn:
    gc.disable()  # all that is made from here on is meant to stay
    _default_signals()
    _reserve_low_descriptors()
    _streams()
    serve = {Task.SERVE: _function(settings.serve), Task.PROBE: _function(PROBE)}
    library.preload()
    lock = Lock(settings.limits, settings.without, settings.machine, namespaces=apart_from(settings.outside))
    library.install()
    gc.freeze()  # so that collections in a worker leave the pages alone that it shares with the zygote
    gc.enable()
    if settings.control is None:
        assert settings.channel is not None
        become(Ends(settings.channel, 1, 2), lock, serve[Task.SERVE])
    if threads() != 1:
        raise RuntimeError("a process of several threads can't be forked safely")
    hide_this_process()
    Zygote(socket.socket(fileno=settings.control), lock, serve).run()


class Zygote:
    """Forks on order, reports who started and who ended, and leaves no child behind."""

    def __init__(self, control: socket.socket, lock: Lock, serve: Mapping[Task, Serve]) -> None:
        self._control, self._lock, self._serve = control, lock, serve
        self._children: dict[int, _Child] = {}
        self._orders = 0
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)

    def run(self) -> NoReturn:
        with suppress(ConnectionError):
            while True:
                for key, _ in self._selector.select():
                    if key.data is not None:
                        self._reap(key.data)
                    elif not self._obey():
                        self._end()
        self._end()

    def _obey(self) -> bool:
        """Carry out one order; False when there will be no more."""
        if sys.platform != "linux":
            raise NotImplementedError
        packet, fds, _, _ = socket.recv_fds(self._control, 64, 3, socket.MSG_CMSG_CLOEXEC)
        if not packet:
            return False
        order, ends = ForkOrder.decode(packet), Ends(*fds)
        self._orders += 1
        if self._orders == MANY:
            rehearse(self._serve[Task.SERVE])
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            become(ends, self._lock, self._serve[order.task], parent)
        ends.close()
        child = _Child(order.ticket, pid, os.pidfd_open(pid))
        self._children[pid] = child
        self._selector.register(child.pidfd, selectors.EVENT_READ, child)
        self._tell(Started(order.ticket, pid).encode(), child.pidfd)
        return True

    def _reap(self, child: _Child) -> None:
        _, status, usage = os.wait4(child.pid, 0)
        self._selector.unregister(child.pidfd)
        os.close(child.pidfd)
        del self._children[child.pid]
        code, cpu = os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime
        self._tell(Exited(child.ticket, code, cpu, usage.ru_maxrss * 1024).encode())

    def _tell(self, packet: bytes, *fds: int) -> None:
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        self._control.sendmsg([packet], rights)

    def _end(self) -> NoReturn:
        if sys.platform != "linux":
            raise NotImplementedError
        for child in self._children.values():
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)
        for child in self._children.values():
            os.waitpid(child.pid, 0)
        os._exit(0)


class _Child:
    def __init__(self, ticket: int, pid: int, pidfd: int) -> None:
        self.ticket, self.pid, self.pidfd = ticket, pid, pidfd


def become(ends: Ends, lock: Lock, serve: Serve, parent: int | None = None) -> NoReturn:
    """Turn this process into a locked worker, serve, and end."""
    code = NOT_LOCKED
    try:
        with suppress(PermissionError):  # a process spawned for this leads a session already
            os.setsid()
        _install(ends, lock.descriptors)
        applied = lock.apply(parent)
        sys.argv[:] = ["answer"]
        channel = Channel(CHANNEL)
        channel.send(applied.encode())
        code = CRASHED
        serve(channel)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY if code == CRASHED else code
    except BaseException:
        with suppress(BaseException):
            traceback.print_exc()
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _reserve_low_descriptors() -> None:
    """Let nothing that must outlive `_install` get a number that it gives away."""
    while (fd := os.dup(0)) <= CHANNEL:
        pass
    os.close(fd)


def _install(ends: Ends, keep: list[int]) -> None:
    """Leave exactly the descriptors 0 (nothing to read), 1 and 2 (output), 3 (frames), and `keep` for now."""
    null = os.open(os.devnull, os.O_RDONLY)
    channel = os.dup(ends.channel)  # the copies lie above 3: nothing is overwritten before it is moved
    for source, fd in ((null, 0), (ends.stdout, 1), (ends.stderr, 2), (channel, CHANNEL)):
        os.dup2(source, fd)
    bounds = [CHANNEL, *sorted(keep), os.sysconf("SC_OPEN_MAX")]
    for low, high in pairwise(bounds):
        os.closerange(low + 1, high)


def _streams() -> None:
    """Make what a worker prints to: whatever the descriptors lead to by then."""
    for name, fd in (("stdout", 1), ("stderr", 2)):
        # By lines, so that what was printed before an endless loop is seen.
        stream = open(fd, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _default_signals() -> None:
    """Undo what was inherited. SIGPIPE and SIGXFSZ stay ignored: their calls fail with an error instead."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE, signal.SIGXFSZ}:
        with suppress(OSError):
            signal.signal(number, signal.SIG_DFL)


def _function(name: str) -> Serve:
    module, _, function = name.partition(":")
    found: Serve = getattr(importlib.import_module(module), function)
    return found


def threads() -> int:
    return sum(1 for _ in Path("/proc/self/task").iterdir())

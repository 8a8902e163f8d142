"""The trusted side's handles on the processes behind the wall: forked by a zygote, or spawned one by one."""

from __future__ import annotations

import dataclasses
import itertools
import math
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from mdl_grade.errors import GraderFault
from mdl_grade.sandbox import bubblewrap
from mdl_grade.sandbox.arithmetic import arithmetic
from mdl_grade.sandbox.control import Exited, ForkOrder, Layer, Limits, Settings, Started, Task, decode_news
from mdl_grade.sandbox.frames import Ends
from mdl_grade.sandbox.machine import Machine
from mdl_grade.sandbox.namespaces import identities

PROBE = "mdl_grade.sandbox.probes:serve"
BINDINGS = ("numpy", "msgspec", "landlockpy", "seccompy")
BOOT = (
    "import json, sys; sys.path += json.loads(sys.argv[1])['path'];"
    "from mdl_grade.sandbox.zygote import Settings, main; main(Settings.decode(sys.argv[1]))"
)
# -P and -s keep the current folder and the user's packages off the path. Not -I, which would ignore PYTHONHASHSEED:
# the order of a set of strings must be the same in every run.
FLAGS = ("-P", "-s", "-B")
PATIENCE = 60.0
"""Seconds that a process may take to start, on however slow a machine."""
FAREWELL = 10.0
"""Seconds that a zygote may take to end itself and its workers, before it is killed."""


class LauncherGone(Exception):
    """The zygote died; the text is what it said last."""


@dataclass(frozen=True)
class Usage:
    """Seconds that a process has run on a processor, and that it was ready to run but had to wait for one."""

    ran: float
    waited: float


def memory_at_hand() -> int | None:
    """Return how many bytes this machine could still give to programs; None where it doesn't say."""
    try:
        text = Path("/proc/meminfo").read_bytes()
        return sum(_number_after(name, text) << 10 for name in (b"\nMemAvailable:", b"\nSwapFree:"))
    except (OSError, ValueError):
        return None


def ended_for_memory() -> int:
    """Return how many processes this kernel has ended for want of memory so far; 0 where it doesn't say."""
    try:
        return _number_after(b"\noom_kill ", Path("/proc/vmstat").read_bytes())
    except (OSError, ValueError):
        return 0


def _number_after(name: bytes, text: bytes) -> int:
    """Return the number on a line of `text`, which is read for every worker: it is not taken apart."""
    begin = text.index(name) + len(name)
    return int(text[begin : text.index(b"\n", begin)].split()[0])


class Process(Protocol):
    """One worker process."""

    def started(self) -> None:
        """Wait until it is known. Raises LauncherGone."""

    def kill(self) -> None:
        """End it, whatever it does."""

    def exited(self, seconds: float) -> Exited | None:
        """Wait until it has ended; None if it has not, or if nobody can tell any more. Raises LauncherGone."""

    def usage(self) -> Usage | None:
        """Return what it has used so far; None where the system doesn't say."""

    def held(self) -> int:
        """Return the bytes that count as its memory, page tables among them; 0 where nobody knows."""

    def close(self) -> None:
        """Kill it and forget it."""


class Launcher(Protocol):
    """Starts worker processes."""

    def launch(self, task: Task, ends: Ends) -> Process:
        """Start a worker on `ends`, which are closed here; return at once. Raises LauncherGone."""

    def close(self) -> None:
        """End all processes."""


def settings(
    limits: Limits, without: frozenset[Layer], serve: str, machine: Machine, *, in_bubblewrap: bool = False
) -> Settings:
    """Put together what a zygote, or a worker without one, is told.

    Raises
    ------
    IsolationError
        If it shall be wrapped, and bubblewrap is not there or does not work.
    """
    if in_bubblewrap:
        bubblewrap.check(bubblewrap.interpreter(), _packages(serve))
    return Settings(
        path=import_path(*_packages(serve)),
        serve=serve,
        limits=limits,
        without=without,
        machine=machine,
        outside=identities() if in_bubblewrap else {},
    )


def _packages(serve: str) -> tuple[str, ...]:
    return (serve.partition(":")[0].partition(".")[0], *BINDINGS)


def import_path(*packages: str) -> tuple[str, ...]:
    """Return the folders to find the packages in, wherever this process found them."""
    folders = [str(Path(__file__).resolve().parents[2])]
    for package in packages:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            levels = 2 if spec.submodule_search_locations else 1
            folders.append(str(Path(spec.origin).parents[levels - 1]))
    return tuple(dict.fromkeys(folders))


def _environment() -> dict[str, str]:
    """Return an environment made from nothing but what decides how this process rounds."""
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **arithmetic()}
    if "LD_LIBRARY_PATH" in os.environ:  # some Pythons don't start without it
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return environment


def _start(settings: Settings, inherited: int, stdout: int, stderr: int) -> subprocess.Popen[bytes]:
    if not sys.executable:
        raise GraderFault("Python does not know where its interpreter is.", "Start mdl-grade with a real Python.")
    boot = [*FLAGS, "-c", BOOT, settings.encode()]
    if settings.outside:
        command = bubblewrap.wrapped([bubblewrap.interpreter(), *boot], _packages(settings.serve))
    else:
        command = [sys.executable, *boot]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        pass_fds=(inherited,),
        cwd="/",
        env=_environment(),
        start_new_session=True,
    )


class Forking:
    """Workers forked by one zygote."""

    def __init__(self, settings: Settings) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            control = dataclasses.replace(settings, control=theirs.fileno())
            self._popen = _start(control, theirs.fileno(), subprocess.DEVNULL, subprocess.PIPE)
        self._tickets = itertools.count()
        self._processes: dict[int, Forked] = {}
        self._ready = False

    @property
    def pid(self) -> int:
        return self._popen.pid

    def launch(self, task: Task, ends: Ends) -> Forked:
        if self._control.fileno() < 0:
            ends.close()
            raise LauncherGone("it was closed")
        ticket = next(self._tickets)
        process = self._processes[ticket] = Forked(self, ticket)
        try:
            packet = ForkOrder(ticket, task).encode()
            socket.send_fds(self._control, [packet], dataclasses.astuple(ends))
        except ConnectionError:
            raise self._gone() from None
        finally:
            ends.close()
        return process

    def hear(self, seconds: float) -> bool:
        """Take in one piece of news; False if none came in time. Raises LauncherGone."""
        if self._control.fileno() < 0:
            raise LauncherGone("it was closed")
        self._control.settimeout(max(seconds, 1e-6))
        try:
            packet, fds, _, _ = socket.recv_fds(self._control, 64, 1, getattr(socket, "MSG_CMSG_CLOEXEC", 0))
        except TimeoutError:
            return False
        except ConnectionError:
            raise self._gone() from None
        if not packet:
            raise self._gone()
        self._ready = True
        news = decode_news(packet)
        process = self._processes.get(news.ticket)
        if process is not None:
            process.learn(news, *fds)
        else:
            for fd in fds:
                os.close(fd)
        return True

    def forget(self, ticket: int) -> None:
        self._processes.pop(ticket, None)

    def close(self) -> None:
        self._control.close()
        if not self._ready:  # it may still be importing, and would look at its socket only then
            _kill_group(self._popen)
        _end(self._popen)
        assert self._popen.stderr is not None
        self._popen.stderr.close()

    def _gone(self) -> LauncherGone:
        _end(self._popen)
        stderr = self._popen.stderr
        assert stderr is not None
        os.set_blocking(stderr.fileno(), False)
        return LauncherGone((stderr.read() or b"").decode(errors="backslashreplace")[-2000:])


class Forked:
    """A worker that a zygote forked."""

    def __init__(self, zygote: Forking, ticket: int) -> None:
        self._zygote, self._ticket = zygote, ticket
        self._pidfd: int | None = None
        self._statistics: int | None = None
        self._status: int | None = None
        self._exited: Exited | None = None

    def learn(self, news: Started | Exited, *fds: int) -> None:
        if isinstance(news, Exited):
            self._exited = news
            return
        (self._pidfd,) = fds
        with suppress(OSError, ValueError):
            pid = _pid_here(self._pidfd)
            self._statistics = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY)
            self._status = os.open(f"/proc/{pid}/status", os.O_RDONLY)

    def started(self) -> None:
        while self._pidfd is None and self._exited is None:
            if not self._zygote.hear(PATIENCE):
                raise LauncherGone("it did not answer")

    def kill(self) -> None:
        if sys.platform != "linux":
            raise NotImplementedError
        if self._pidfd is not None and self._exited is None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def exited(self, seconds: float) -> Exited | None:
        self.started()
        if self._exited is None and self._pidfd is not None:
            ended = select.poll()
            ended.register(self._pidfd, select.POLLIN)
            if not ended.poll(math.ceil(seconds * 1000)):
                return None
        while self._exited is None:
            if not self._zygote.hear(PATIENCE):
                return None
        return self._exited

    def usage(self) -> Usage | None:
        if self._exited is not None:
            return Usage(self._exited.cpu_seconds, 0.0)
        if self._statistics is None:
            return None
        try:
            ran, waited, _ = os.pread(self._statistics, 128, 0).split()
        except (OSError, ValueError):
            return None
        return Usage(int(ran) * 1e-9, int(waited) * 1e-9)

    def held(self) -> int:
        if self._status is None or self._exited is not None:
            return 0
        try:
            return memory_held(os.pread(self._status, 1 << 14, 0))
        except OSError:
            return 0

    def close(self) -> None:
        self.kill()
        self._zygote.forget(self._ticket)
        for fd in (self._pidfd, self._statistics, self._status):
            if fd is not None:
                os.close(fd)
        self._pidfd = self._statistics = self._status = None


def memory_held(status: bytes) -> int:
    """Return the bytes that /proc/PID/status tells of: the address space, which RLIMIT_AS bounds, and page tables.

    Pages that lie close to each other need one byte of tables for 512 of theirs: twice as much costs nothing.
    """
    sizes = dict(line.split(b":", 1) for line in status.splitlines() if b":" in line)
    space, tables = (int(sizes.get(name, b"0").split()[0]) << 10 for name in (b"VmSize", b"VmPTE"))
    return space + max(0, tables - space // 256)


def _pid_here(pidfd: int) -> int:
    """Return the number that a process has in this namespace; the zygote may know it by another."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "Pid":
            return int(value)
    raise ValueError("no pidfd")


def _kill_group(leader: subprocess.Popen[bytes]) -> None:
    """Kill a process that leads a session, and what it started there: bubblewrap has helpers."""
    if leader.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(leader.pid, signal.SIGKILL)


def _end(leader: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a process that has no reason to stay; help after a while."""
    try:
        leader.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        _kill_group(leader)
        leader.wait()


class Spawning:
    """Workers that are each a Python of their own: for systems where a process with NumPy in it can't be forked."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._processes: list[Spawned] = []

    def launch(self, task: Task, ends: Ends) -> Spawned:
        serve = PROBE if task is Task.PROBE else self._settings.serve
        try:
            single = dataclasses.replace(self._settings, channel=ends.channel, serve=serve)
            process = Spawned(_start(single, ends.channel, ends.stdout, ends.stderr))
        finally:
            ends.close()
        self._processes = [process, *(earlier for earlier in self._processes if earlier.exited(0) is None)]
        return process

    def close(self) -> None:
        for process in self._processes:
            process.close()


class Spawned:
    """A worker that was spawned."""

    def __init__(self, popen: subprocess.Popen[Any]) -> None:
        self._popen = popen

    def started(self) -> None:
        pass

    def kill(self) -> None:
        _kill_group(self._popen)

    def exited(self, seconds: float) -> Exited | None:
        try:
            code = self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        return Exited(ticket=0, code=code, cpu_seconds=math.nan, max_rss=0)

    def usage(self) -> Usage | None:
        return None

    def held(self) -> int:
        return 0

    def close(self) -> None:
        self.kill()
        self._popen.wait()

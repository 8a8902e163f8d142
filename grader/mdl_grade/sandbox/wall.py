"""The wall, from the trusted side: locked workers, each with a channel, limits, and an end that is always known."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from mdl_grade.errors import GraderFault, IsolationError
from mdl_grade.records.model import Isolation
from mdl_grade.sandbox import machine
from mdl_grade.sandbox.confinement import hide_this_process
from mdl_grade.sandbox.control import Layer, Limits, Task
from mdl_grade.sandbox.frames import pair
from mdl_grade.sandbox.launch import Forking, Launcher, LauncherGone, Spawning, settings
from mdl_grade.sandbox.locked import Stop, Worker, WorkerStopped
from mdl_grade.sandbox.selftest import SelfTest

if TYPE_CHECKING:
    from mdl_grade.sandbox.cooperative import Cooperative

__all__ = ["Layer", "Limits", "Stop", "Wall", "Worker", "WorkerStopped", "demand_locks", "practice_wall"]

SERVE = "mdl_grade.sandbox.worker:serve"


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
    bubblewrap : bool
        Put the zygote into namespaces of its own.
    cooperative : bool
        No wall at all, but a process: for practising one's own work, and never chosen for anybody who did not ask.

    Raises
    ------
    IsolationError
        On Windows, which has none of what a wall is made of, unless it is `cooperative`; or if bubblewrap does not work
        here.

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
        bubblewrap: bool = False,
        cooperative: bool = False,
    ) -> None:
        self._machine = machine.THIS
        self._together = _together(limits) if cooperative else None
        if self._together is not None:
            return
        demand_locks()
        hide_this_process()
        _fill_standard_descriptors()
        self._limits, self._without = limits, without
        self._settings = settings(limits, without, serve, self._machine, in_bubblewrap=bubblewrap)
        must_spawn = not (self._machine.fork and self._machine.linux and _pidfds())
        self._start: Callable[..., Launcher] = Spawning if (must_spawn if spawn is None else spawn) else Forking
        self._deaths = 0
        self._launcher: Launcher = self._started()
        self._next: Worker | None = None
        self._self_test: SelfTest | None = None
        self._isolation: Isolation | None = None
        try:
            self._next = self._launch(Task.SERVE)
            self._self_test = SelfTest(self._launch(Task.PROBE), limits)
        except LauncherGone:  # found again, and dealt with, when somebody wants a worker
            pass
        except BaseException:
            self.close()
            raise

    def worker(self) -> Worker:
        """Return a locked worker that waits for its first request.

        Raises
        ------
        IsolationError
            If a layer that this machine has could not be put on.
        GraderFault
            If workers can't be started: the zygote died twice, with no worker ready in between.
        """
        if self._together is not None:
            return self._together.worker()
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
            except BaseException:
                if worker is not None:
                    worker.close()
                raise
            else:
                self._deaths = 0
                return worker

    def isolation(self) -> Isolation:
        """Return what this run's self-test saw; the first call waits for it."""
        if self._together is not None:
            return self._together.isolation()
        while self._isolation is None:
            try:
                if self._self_test is None:
                    self._self_test = SelfTest(self._launch(Task.PROBE), self._limits)
                self._isolation = self._self_test.verdict(self._without, self._machine)
            except LauncherGone as gone:
                self._restart(str(gone))
        self._end_self_test()
        return self._isolation

    def close(self) -> None:
        """End all processes behind the wall."""
        if self._together is not None:
            self._together.close()
            return
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
        try:
            both = pair()
        except OSError as error:
            raise _no_room(error) from None
        try:
            return Worker(self._launcher.launch(task, both.ends), both.link, self._limits)
        except OSError as error:
            both.link.close()
            raise _no_room(error) from None
        except BaseException:
            both.link.close()
            raise

    def _started(self) -> Launcher:
        try:
            return self._start(self._settings)
        except OSError as error:
            raise _no_room(error) from None

    def _restart(self, last_words: str) -> None:
        self._deaths += 1
        if self._deaths > 1:
            self._deaths = 0  # whoever asks again gets the same two tries
            step = f"It said last:\n{last_words}" if last_words else "It said nothing; was it killed?"
            raise GraderFault("The process that workers are forked from died twice.", step)
        self.close()
        self._launcher = self._started()

    def _end_next(self) -> None:
        if self._next is not None:
            self._next.close()
            self._next = None

    def _end_self_test(self) -> None:
        if self._self_test is not None:
            self._self_test.close()
            self._self_test = None


def practice_wall(*, cooperative: bool = False, bubblewrap: bool = False) -> Wall:
    """Return what one's own answers are graded behind: a wall, unless this machine can have none, or none is wanted."""
    return Wall(bubblewrap=bubblewrap, cooperative=cooperative or not machine.lockable())


def _together(limits: Limits) -> Cooperative:
    from mdl_grade.sandbox.cooperative import Cooperative  # a locked worker's way does without

    return Cooperative(limits)


def _no_room(error: OSError) -> GraderFault:
    """Say that the machine, and not an answer, is at its limits."""
    return GraderFault(
        f"A process for answers could not be started: {error.strerror or error}.",
        "This machine is short of memory, processes or open files: make room, and grade again.",
    )


def _pidfds() -> bool:
    if sys.platform != "linux":
        raise NotImplementedError
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


def _fill_standard_descriptors() -> None:
    """Keep pipes and sockets off 0, 1 and 2, which a caller may have closed: a child gets those replaced."""
    while (fd := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(fd)


def demand_locks() -> None:
    """Refuse what deals with others' work where neither a process nor a folder can be locked.

    Raises
    ------
    IsolationError
        On Windows.
    """
    if not machine.lockable():
        raise IsolationError(
            "Others' answers can't be graded on Windows, where nothing can be locked: only one's own can.",
            "Install WSL2 and run mdl-grade there.",
        )

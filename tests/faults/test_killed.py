"""A worker or the zygote killed at every point of the protocol: no mark changes; twice, and nobody is charged."""

from __future__ import annotations

import itertools
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.errors import GraderFault
from mdl_grade.grading import grade_one
from mdl_grade.intake import Answer
from mdl_grade.records.model import ExerciseResult, Status
from mdl_grade.sandbox import wall as wall_module
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.control import Exited, Limits, Task
from mdl_grade.sandbox.frames import Buffer, Ends, Frame, HungUp, Link, pair
from mdl_grade.sandbox.launch import Forked, Forking, Process, Usage
from mdl_grade.sandbox.locked import Worker
from mdl_grade.sandbox.wall import Stop, Wall, WorkerStopped
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are held by pidfd")

COURSE = builtin_course()
EXERCISE = "chapter10/dense_backward"


class Victim(StrEnum):
    WORKER = "worker"
    ZYGOTE = "zygote"


class Point(StrEnum):
    """Where in an exchange."""

    BEFORE = "before the request"
    IN_FLIGHT = "with the request sent"
    MID_FRAME = "in the middle of the answer"


@dataclass
class Plan:
    """Kill `victim` at `point` of the exchanges numbered `when` (from 0)."""

    victim: Victim
    point: Point
    when: frozenset[int]
    seen: int = -1
    kills: int = 0

    def due(self, point: Point) -> bool:
        return point is self.point and self.seen in self.when


@dataclass
class Faults:
    """What the doubles below look at."""

    plan: Plan | None = None
    launches: dict[int, str] = field(default_factory=dict)
    """Number of a launch -> "before" or "after" it the zygote is killed."""
    launched: Iterator[int] = field(default_factory=itertools.count)
    zygotes: list[Forking] = field(default_factory=list)


FAULTS = Faults()


def end(pid: int) -> None:
    """Kill a process, and wait until it has ended."""
    with suppress(ProcessLookupError):
        pidfd = os.pidfd_open(pid)
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        wait_for(pidfd)
        os.close(pidfd)


def wait_for(pidfd: int) -> None:
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    assert poll.poll(10_000)


class MortalZygote(Forking):
    """A zygote that is killed before or after it is told to fork."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        FAULTS.zygotes.append(self)

    def launch(self, task: Task, ends: Ends) -> Forked:
        when = FAULTS.launches.pop(next(FAULTS.launched), "")
        if when == "before":
            end(self.pid)
        process = super().launch(task, ends)
        if when == "after":
            end(self.pid)
        return process


class MortalLink:
    """A link whose worker dies on cue."""

    def __init__(self, link: Link, process: Process) -> None:
        self._link, self._process, self._asked = link, process, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._link, name)

    def begin(self, header: bytes, buffers: Sequence[Buffer], data_cap: int) -> None:
        plan = FAULTS.plan
        if plan is not None:
            plan.seen += 1
            if plan.due(Point.BEFORE):
                self._kill(plan)
        self._asked = True
        self._link.begin(header, buffers, data_cap)
        if plan is not None and plan.due(Point.IN_FLIGHT):
            self._kill(plan)

    def wait(self, deadline: float) -> Frame:
        frame = self._link.wait(deadline)
        plan = FAULTS.plan
        if plan is not None and self._asked and plan.due(Point.MID_FRAME):
            self._kill(plan)
            raise HungUp  # what half a frame and no more comes to: see test_half_a_frame
        return frame

    def _kill(self, plan: Plan) -> None:
        plan.kills += 1
        if plan.victim is Victim.ZYGOTE:
            end(FAULTS.zygotes[-1].pid)
        else:
            self._process.kill()
        assert isinstance(self._process, Forked)
        assert self._process._pidfd is not None
        wait_for(self._process._pidfd)


class MortalWorker(Worker):
    def __init__(self, process: Process, link: Link, limits: Limits) -> None:
        super().__init__(process, MortalLink(link, process), limits)  # type: ignore[arg-type]


@pytest.fixture(scope="module", autouse=True)
def mortal() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wall_module, "Worker", MortalWorker)
        patch.setattr(wall_module, "Forking", MortalZygote)
        yield


@contextmanager
def planned(plan: Plan) -> Iterator[Plan]:
    FAULTS.plan = plan
    try:
        yield plan
    finally:
        FAULTS.plan = None


Grade = Callable[[str], ExerciseResult]


@contextmanager
def grading() -> Iterator[Grade]:
    """Yield a function that grades one text after another behind one wall."""
    suite = Suite.load(COURSE, EXERCISE)
    with Wall() as wall:
        wall.isolation()
        yield lambda text: grade_one(suite, Answer(text, "0" * 64, "dense_backward.py"), Seed.practice(), wall)


def right_and_wrong() -> tuple[str, str]:
    text = (COURSE.solutions / f"{EXERCISE}.py").read_text()
    wrong = text.replace("dY.sum(axis=0)", "dY.mean(axis=0)")
    assert wrong != text
    return text, wrong


def counted(grade: Grade, text: str) -> tuple[ExerciseResult, int]:
    with planned(Plan(Victim.WORKER, Point.BEFORE, frozenset())) as plan:
        return grade(text), plan.seen + 1


def points(exchanges: int, victim: Victim, *, all_of_them: bool) -> list[int]:
    if victim is Victim.ZYGOTE:
        return [0, exchanges - 1] if all_of_them else [1]
    return list(range(exchanges)) if all_of_them else [0, exchanges - 1]


@pytest.mark.parametrize("victim", Victim)
@pytest.mark.parametrize("point", Point)
def test_killed_once_nothing_changes(victim: Victim, point: Point) -> None:
    """At each exchange of a right answer in turn, and at some of a wrong one: the same result. (A new zygote takes its
    time: there, at some of both.)
    """
    with grading() as grade:
        for text in right_and_wrong():
            expected, exchanges = counted(grade, text)
            assert exchanges >= 3
            for k in points(exchanges, victim, all_of_them=text == right_and_wrong()[0]):
                with planned(Plan(victim, point, frozenset({k}))) as plan:
                    assert grade(text) == expected, (k, exchanges)
                assert plan.kills == 1


@pytest.mark.parametrize("victim", Victim)
def test_killed_while_a_bug_is_named(victim: Victim) -> None:
    """Single calls are made for it behind the wall: the same name is found."""
    with grading() as grade:
        text = right_and_wrong()[0].replace("X.T @ dY", "X.T @ dY * 2")
        expected, exchanges = counted(grade, text)
        with planned(Plan(victim, Point.IN_FLIGHT, frozenset({exchanges - 1}))) as plan:  # the last one asks for names
            assert grade(text) == expected
        assert plan.kills == 1


@pytest.mark.parametrize("victim", Victim)
def test_killed_twice_nobody_is_charged(victim: Victim) -> None:
    """At an exchange, and at the first of the repetition: `grader_error` for that check, at most, and no points lost."""
    with grading() as grade:
        for text in right_and_wrong():
            expected, exchanges = counted(grade, text)
            for k in points(exchanges, victim, all_of_them=text == right_and_wrong()[0]):
                with planned(Plan(victim, Point.BEFORE, frozenset({k, k + 1}))) as plan:
                    result = grade(text)
                assert plan.kills >= 1
                for got, want in zip(result.checks, expected.checks, strict=True):
                    assert got.status in (want.status, Status.GRADER_ERROR, Status.BLOCKED)
                    assert got.status is not Status.BLOCKED or want.status in (Status.PASSED, Status.BLOCKED)
                errors = [check for check in result.checks if check.status is Status.GRADER_ERROR]
                lost = sum(c.max_points for c in errors)
                assert result.max_points == expected.max_points - lost
            assert grade(text) == expected


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("launch", range(4))
def test_a_zygote_killed_while_forking_is_replaced(when: str, launch: int) -> None:
    """From the very first order on, with the order unread or carried out by half: the next zygote takes over."""
    FAULTS.launches, FAULTS.launched = {launch: when}, itertools.count()
    text, _ = right_and_wrong()
    try:
        with grading() as grade:
            check_passed(grade(text))
    finally:
        FAULTS.launches = {}


def check_passed(result: ExerciseResult) -> None:
    assert result.status is Status.PASSED
    assert result.points == result.max_points > 0


def test_a_zygote_killed_with_many_exchanges_in_flight() -> None:
    """All its workers end; each exchange is the grader's fault; the next worker is a new zygote's."""
    request = wire.encode(wire.Load(1, "x = 1", "answer.py", []))
    with Wall() as wall:
        workers = [wall.worker() for _ in range(3)]
        first = FAULTS.zygotes[-1].pid
        end(first)
        for worker in workers:
            with pytest.raises(GraderFault, match="died"):
                worker.exchange(request, seconds=20, data_cap=0)
            worker.close()
        again = wall.worker()
        again.exchange(request, seconds=20, data_cap=1 << 16)
        assert FAULTS.zygotes[-1].pid != first


def test_a_wall_survives_any_number_of_dead_zygotes() -> None:
    """What happens once an hour does not end a batch of a week; only twice in a row does."""
    with Wall() as wall:
        for _ in range(3):
            end(FAULTS.zygotes[-1].pid)
            wall.worker().close()
        FAULTS.launches = dict.fromkeys(range(10_000), "before")
        try:
            with pytest.raises(GraderFault, match="died twice"):
                wall.worker()
        finally:
            FAULTS.launches = {}
        wall.worker().close()


# --- who is at fault --------------------------------------------------------------------------------------------------
class Gone:
    """A process that has ended in some way."""

    def __init__(self, exited: Exited) -> None:
        self._exited = exited

    def started(self) -> None: ...
    def kill(self) -> None: ...
    def close(self) -> None: ...
    def usage(self) -> Usage | None: ...

    def held(self) -> int:
        return 0

    def exited(self, seconds: float) -> Exited | None:
        return self._exited


def ended(half: bytes, exited: Exited) -> BaseException:
    """Return what an exchange raises when the worker sends `half` and ends."""
    made = pair()
    worker = Worker(Gone(exited), made.link, Limits(memory=1 << 30, cpu_seconds=20))

    def answer_by_half(header: bytes, buffers: Sequence[Buffer], data_cap: int) -> None:
        Link.begin(made.link, header, buffers, data_cap)
        os.write(made.ends.channel, half)
        made.ends.close()

    made.link.begin = answer_by_half  # type: ignore[method-assign]
    with pytest.raises((WorkerStopped, GraderFault)) as raised:
        worker.exchange(b"?", seconds=20, data_cap=1 << 20)
    return raised.value


@pytest.mark.parametrize("size", [0, 1, 7, 8, 100, 108, 1000])
def test_half_a_frame(size: int) -> None:
    """However much of an answer had come: a worker that something killed is the grader's fault."""
    whole = (100).to_bytes(4, "little") + (900).to_bytes(4, "little") + bytes(1000)
    assert isinstance(ended(whole[:size], Exited(0, -signal.SIGKILL, 0.1, 60 << 20)), GraderFault)


@pytest.mark.parametrize(
    ("exited", "how"),
    [
        (Exited(0, -signal.SIGKILL, 0.1, 900 << 20), Stop.MEMORY),
        (Exited(0, -signal.SIGKILL, 19.0, 60 << 20), Stop.TIMEOUT),
        (Exited(0, -signal.SIGXCPU, 20.0, 60 << 20), Stop.TIMEOUT),
        (Exited(0, -signal.SIGSEGV, 0.1, 60 << 20), Stop.SIGNAL),
        (Exited(0, -signal.SIGABRT, 0.1, 60 << 20), Stop.SIGNAL),
        (Exited(0, 0, 0.1, 60 << 20), Stop.EXIT),
        (Exited(0, -signal.SIGKILL, 0.1, 0), Stop.MEMORY),
    ],
    ids=lambda value: "" if isinstance(value, Stop) else f"{value.code} {value.cpu_seconds} {value.max_rss >> 20}",
)
def test_its_own_doing(exited: Exited, how: Stop) -> None:
    """What memory, time or the code itself accounts for is the answer's end, and not the grader's fault."""
    raised = ended(b"", exited)
    assert isinstance(raised, WorkerStopped)
    assert raised.how is how


def test_time_in_which_the_grader_slept_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-Z, a laptop's lid, a full machine: an hour in which this process did not run costs the answer a blink."""
    made = pair()
    worker = Worker(Gone(Exited(0, 0, 0.0, 0)), made.link, Limits())
    real, looks, offset = time.monotonic, itertools.count(), [0.0]

    def clock() -> float:
        look = next(looks)
        if look == 1:
            offset[0] = 3600.0
        if look == 3:
            os.write(made.ends.channel, (1).to_bytes(4, "little") + bytes(4) + b"!")
        return real() + offset[0]

    monkeypatch.setattr(time, "monotonic", clock)
    assert worker.exchange(b"?", seconds=1.0, data_cap=0).header == b"!"
    made.ends.close()


def test_nothing_is_left() -> None:
    """After all of the above, this process has no child that it did not have."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    commands = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children]
    assert not [command for command in commands if b"mdl_grade.sandbox.zygote" in command]

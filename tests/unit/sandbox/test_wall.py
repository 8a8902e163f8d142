"""Every way for a worker to end is told apart, kept within its time, and leaves nothing behind."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import struct
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from mdl_grade.errors import GraderFault
from mdl_grade.records.model import Trust
from mdl_grade.sandbox import packing, wire
from mdl_grade.sandbox.arithmetic import KERNELS
from mdl_grade.sandbox.control import Exited
from mdl_grade.sandbox.frames import OUTPUT_KEPT, Channel, pair
from mdl_grade.sandbox.launch import Usage
from mdl_grade.sandbox.locked import killed_from_outside, starved
from mdl_grade.sandbox.wall import Limits, Stop, Wall, Worker, WorkerStopped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at through /proc")


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    with Wall() as wall:
        yield wall


@pytest.fixture
def worker(wall: Wall) -> Iterator[Worker]:
    worker = wall.worker()
    yield worker
    worker.close()


def run(worker: Worker, source: str, seconds: float = 20.0) -> str:
    """Execute `source` in the worker; return the exception that ended it, or ""."""
    request = wire.encode(wire.Load(1, source, "answer.py", []))
    message = wire.decode_reply(worker.exchange(request, seconds=seconds, data_cap=1 << 20).header)
    ended = (
        [message] if isinstance(message, wire.Raised) else message.failed if isinstance(message, wire.Loaded) else []
    )
    return f"{ended[0].exception}: {ended[0].text}" if ended else ""


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry.name))
    return found


class Watched:
    """Processes, held by pidfd from before they end."""

    def __init__(self, pids: list[int]) -> None:
        self._pidfds = []
        for pid in pids:
            with suppress(ProcessLookupError):  # gone already
                self._pidfds.append(os.pidfd_open(pid))

    def __len__(self) -> int:
        return len(self._pidfds)

    def ended(self) -> bool:
        """Wait for the end of all, ten seconds each at most."""
        return all(self._ended(pidfd) for pidfd in self._pidfds)

    def _ended(self, pidfd: int) -> bool:
        poll = select.poll()
        poll.register(pidfd, select.POLLIN)
        try:
            return bool(poll.poll(10_000))
        finally:
            os.close(pidfd)


# --- how workers end --------------------------------------------------------------------------------------------------
STOPS = {
    "endless loop": ("while True: pass", Stop.TIMEOUT, "0.4 s"),
    "sleep": ("import time; time.sleep(1000)", Stop.TIMEOUT, "0.4 s"),
    "waits for a signal": ("import signal; signal.pause() if 0 else signal.sigwait([2])", Stop.TIMEOUT, "0.4 s"),
    "half a frame": ("import os\nos.write(3, b'\\x05\\0')\nwhile True: pass", Stop.TIMEOUT, "0.4 s"),
    "_exit": ("import os; os._exit(3)", Stop.EXIT, "exit code 3"),
    "_exit(0)": ("import os; os._exit(0)", Stop.EXIT, "exit code 0"),
    "abort": (
        "import os; os.abort()",
        Stop.SIGNAL,
        "SIG",
    ),  # abort() finds another way if it may not send itself SIGABRT
    "null pointer": ("import ctypes; ctypes.string_at(0)", Stop.SIGNAL, "SIGSEGV"),
    "closed channel": ("import os\nos.close(3)\nwhile True: pass", Stop.PROTOCOL, "closed its channel"),
    "huge header": ("import os; os.write(3, b'\\xff' * 8)", Stop.PROTOCOL, "4294967295 bytes"),
    "flood": ("while True: print('x' * 1000)", Stop.OUTPUT, "8 MiB"),
    "flood of errors": ("import os\nwhile True: os.write(2, b'x' * 100)", Stop.OUTPUT, "8 MiB"),
}


@pytest.mark.parametrize("name", STOPS)
def test_how_a_worker_ended_is_told(worker: Worker, name: str) -> None:
    """Each end has its own Stop, and asking again says the same."""
    source, how, detail = STOPS[name]
    quick = how is Stop.TIMEOUT
    with pytest.raises(WorkerStopped) as stopped:
        run(worker, source, seconds=0.4 if quick else 20.0)
    assert stopped.value.how is how
    assert detail in stopped.value.detail
    with pytest.raises(WorkerStopped) as again:
        run(worker, "")
    assert again.value is stopped.value


@pytest.mark.parametrize(
    "source",
    ["raise SystemExit(3)", "raise KeyboardInterrupt", "import sys; sys.exit()", "def f(): return f()\nf()"],
)
def test_exceptions_of_every_kind_are_answers(worker: Worker, source: str) -> None:
    """What Python can catch ends the request, not the worker."""
    assert run(worker, source)
    assert run(worker, "x = 1") == ""


@pytest.mark.parametrize("source", ["import numpy as np; np.ones(1 << 32)", "x = [b'']\nwhile True: x = x + x"])
def test_memory_is_bounded(worker: Worker, source: str) -> None:
    """Allocating more than the limit raises MemoryError in the worker; nothing happens to the machine."""
    assert run(worker, source).startswith(("MemoryError", "_ArrayMemoryError"))


def test_processor_time_is_bounded() -> None:
    """A worker that ignores the deadline's owner still ends: the kernel stops it at its processor time."""
    with Wall(Limits(cpu_seconds=1)) as wall:
        worker = wall.worker()
        with pytest.raises(WorkerStopped) as stopped:
            run(worker, "while True: pass", seconds=60)
        assert stopped.value.how is Stop.TIMEOUT
        assert "1 s of processor time" in stopped.value.detail
        assert 0.4 < worker.cpu_seconds() < 3  # the limit counts ticks, the usage is measured


def test_a_forged_answer_beside_the_real_one_is_found(worker: Worker) -> None:
    """Two answers to one request end the worker. (One forged alone is told by its nonce: see the suite's host.)"""
    forged = struct.pack("<II", 6, 0) + b"forged"
    with pytest.raises(WorkerStopped) as stopped:
        run(worker, f"import os; os.write(3, {forged * 2!r})")
    assert stopped.value.how is Stop.PROTOCOL


def test_claimed_lengths_cost_nothing(worker: Worker) -> None:
    """A claim of 4 GiB is refused before a byte is allocated for it."""
    tracemalloc.start()
    try:
        with pytest.raises(WorkerStopped):
            run(worker, "import os, struct; os.write(3, struct.pack('<II', 10, 2**32 - 1))")
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_output_survives_the_end(worker: Worker) -> None:
    """What was printed before an endless loop is kept, each stream by itself."""
    source = "import sys\nprint('∂L/∂W \\ud800')\nprint('no', file=sys.stderr)\nwhile True: pass"
    with pytest.raises(WorkerStopped):
        run(worker, source, seconds=1.0)
    output = worker.output()
    assert output.stdout == "∂L/∂W \\ud800\n"
    assert output.stderr == "no\n"
    assert not output.truncated


def test_output_is_kept_to_64_kib(worker: Worker) -> None:
    """More is read, so that the worker can go on, and dropped; no character is cut in two."""
    assert run(worker, "print('a' + '∇' * 100_000)") == ""
    output = worker.output()
    assert output.truncated
    assert len(output.stdout.encode()) in range(OUTPUT_KEPT - 3, OUTPUT_KEPT + 1)
    assert set(output.stdout) == {"a", "∇"}


# --- time -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ran", "waited", "expected"),
    [(0.1, 0.9, True), (0.9, 0.9, False), (0.1, 0.0, False), (0.0, 0.0, False), (0.5, 0.5, False)],
    ids=["starved", "busy", "asleep", "idle", "shared"],
)
def test_only_a_starved_worker_is_owed_time(ran: float, waited: float, expected: bool) -> None:
    """Less than 30 % on a processor, and more than 30 % waiting for one, of the time given."""
    assert starved(Usage(5.0, 5.0), Usage(5.0 + ran, 5.0 + waited), 1.0) is expected
    assert not starved(None, Usage(ran, waited), 1.0)


class Waiting:
    """A process that waits for a processor; `at_deadline` is called when its use of time is looked at again."""

    def __init__(self, end: int) -> None:
        self.end, self.looks = end, 0

    def started(self) -> None: ...
    def kill(self) -> None: ...
    def close(self) -> None: ...
    def exited(self, seconds: float) -> Exited | None: ...

    def usage(self) -> Usage:
        self.looks += 1
        if self.looks == 2:
            Channel(self.end).send(b"late")
        return Usage(0.0, 100.0 * self.looks)

    def held(self) -> int:
        return 0


def test_a_starved_worker_gets_more_time_once() -> None:
    """Its late answer counts; a second delay in the same request does not."""
    made = pair()
    worker = Worker(Waiting(made.ends.channel), made.link, Limits())
    assert worker.exchange(b"?", seconds=0.05, data_cap=0).header == b"late"
    with pytest.raises(WorkerStopped) as stopped:
        worker.exchange(b"?", seconds=0.05, data_cap=0)
    assert stopped.value.how is Stop.TIMEOUT
    made.ends.close()


# --- what stays behind ------------------------------------------------------------------------------------------------
def test_a_hundred_workers_leave_nothing_behind() -> None:
    """No descriptor here, no process there; whatever other walls this process has."""
    others = set(children(os.getpid()))
    with Wall() as wall:
        wall.isolation()
        wall.worker().close()
        (zygote,) = set(children(os.getpid())) - others
        before = len(list(Path("/proc/self/fd").iterdir()))
        for i in range(100):
            worker = wall.worker()
            if i % 3 == 0:
                run(worker, "x = 1")
            worker.close()
        assert len(list(Path("/proc/self/fd").iterdir())) == before
        last = wall.worker()
        assert len(children(zygote)) <= 4  # this one and the next, and at most two that are just going
        last.close()


def test_close_ends_all_processes() -> None:
    """After close, also in the middle of starting, no child is left."""
    before = set(children(os.getpid()))
    with Wall():
        pass
    with Wall() as wall:
        worker = wall.worker()
        new = set(children(os.getpid())) - before
        below = Watched([pid for parent in new for pid in children(parent)])
        assert len(below)
    worker.close()
    assert set(children(os.getpid())) == before
    assert below.ended()


SCRIPT = """
import os, sys
from mdl_grade.sandbox import packing, wire
from mdl_grade.sandbox.wall import Wall
with Wall() as wall:
    worker = wall.worker()
    print("ready", flush=True)
    worker.exchange(wire.encode(wire.Load(1, "while True: pass", "a.py", [])), seconds=60, data_cap=0)
"""


def test_workers_end_with_the_trusted_process() -> None:
    """Killing the trusted process, while a worker loops, ends the zygote and every worker."""
    with subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True) as trusted:
        assert trusted.stdout is not None
        assert trusted.stdout.readline() == "ready\n"
        (zygote,) = children(trusted.pid)
        watched = Watched([zygote, *children(zygote)])
        trusted.kill()
    assert len(watched) >= 2
    assert watched.ended()


def test_a_dead_zygote_is_replaced() -> None:
    """Nothing is held against the learner: the exchange is the grader's fault, and the next worker works."""
    before = set(children(os.getpid()))
    with Wall() as wall:
        worker = wall.worker()
        for _ in range(3):
            (zygote,) = set(children(os.getpid())) - before
            below = Watched(children(zygote))
            os.kill(zygote, signal.SIGKILL)
            assert below.ended()
            with pytest.raises(GraderFault):
                run(worker, "x = 1")
            worker.close()
            worker = wall.worker()
            assert run(worker, "x = 1") == ""
            assert wall.isolation().trust is not None
    assert set(children(os.getpid())) == before


def test_a_zygote_that_cannot_start_says_why() -> None:
    """Its last words are in the error."""
    with (
        Wall(serve="mdl_grade.sandbox.worker:no_such_function") as wall,
        pytest.raises(GraderFault, match="no_such_function"),
    ):
        wall.worker()


# --- surroundings -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("spawn", [False, True], ids=["forked", "spawned"])
def test_a_worker_has_what_it_is_given_and_no_more(spawn: bool) -> None:
    """Descriptors 0 to 3, an environment from nothing, and of this package only the worker's side."""
    source = """
import fcntl, os, sys
fds = []
for fd in range(64):
    try: fcntl.fcntl(fd, fcntl.F_GETFD)
    except OSError: continue
    fds.append(fd)
packages = sorted(m for m in sys.modules if m.startswith(("mdl_grade.", "pytest", "_mdl_suite")))
raise Exception(repr((fds, dict(os.environ), os.getcwd(), sys.argv, packages, os.read(0, 1))))
"""
    with Wall(spawn=spawn) as wall:
        text = run(wall.worker(), source)
    fds, environment, folder, argv, packages, stdin = eval(text.removeprefix("Exception: "))
    assert fds == [0, 1, 2, 3]
    allowed = {"PATH", "LANG", "PYTHONHASHSEED", "LD_LIBRARY_PATH", "LC_CTYPE", *KERNELS}
    assert {name for name in environment if not name.endswith("_NUM_THREADS")} <= allowed
    assert (folder, argv, stdin) == ("/", ["answer"], b"")
    assert {p for p in packages if not p.startswith("mdl_grade.sandbox")} == set()
    assert "mdl_grade.sandbox.wall" not in packages


def test_the_current_folder_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder full of traps, as the current one and on PYTHONPATH, is not imported from."""
    for name in ("numpy", "json", "random", "sitecustomize", "usercustomize", "msgspec"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('trapped')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    with Wall() as wall:
        assert run(wall.worker(), "import json, random, numpy") == ""


def test_workers_do_not_see_each_other(wall: Wall) -> None:
    """What one submission breaks is whole again for the next."""
    poison = "import numpy, builtins, random\nnumpy.sum = builtins.len = None\nnumpy.random.seed(1)"
    first, second = wall.worker(), wall.worker()
    assert run(first, poison) == ""
    assert run(second, "import numpy\nassert numpy.sum([1, 2]) == 3 == len('abc')") == ""
    first.close()
    second.close()
    third = wall.worker()
    assert run(third, "import numpy\nassert numpy.sum([1, 2]) == 3") == ""
    third.close()


def test_strings_hash_alike_in_every_run() -> None:
    """The order of a set of strings, and so the numbers of an answer that goes through one, is reproducible."""
    seen = set()
    for _ in range(2):
        with Wall() as wall:
            seen.add(run(wall.worker(), "raise Exception(list({'a', 'b', 'c', 'delta', 'epsilon'}))"))
    assert len(seen) == 1


def test_the_trusted_process_closes_its_memory(wall: Wall) -> None:
    """PR_GET_DUMPABLE is 0 once a wall stands."""
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0


def test_arrays_and_their_bytes_cross(worker: Worker) -> None:
    """A program's arrays arrive unchanged through the real worker."""
    assert run(worker, "def twice(X):\n    return 2 * X") == ""
    X = np.arange(6.0).reshape(2, 3)
    packer = packing.Packer(1 << 20)
    steps: list[wire.Step] = [wire.Name("twice"), wire.Call(wire.Ref(0), [packer.pack(X)], {})]
    request = wire.Run(7, steps, [1], facts=False, data_cap=1 << 20)
    frame = worker.exchange(wire.encode(request), packer.buffers, seconds=20, data_cap=1 << 20)
    reply = wire.decode_reply(frame.header)
    assert isinstance(reply, wire.Finished)
    np.testing.assert_array_equal(packing.Unpacker(frame.data).unpack(reply.outputs[0]), 2 * X)


def test_spawned_workers_do_the_same() -> None:
    """Without a zygote: answers, ends, output and the self-test work alike."""
    with Wall(spawn=True) as wall:
        worker = wall.worker()
        assert run(worker, "print('hello')") == ""
        assert worker.output().stdout == "hello\n"
        with pytest.raises(WorkerStopped) as stopped:
            run(worker, "import os; os._exit(3)")
        assert (stopped.value.how, stopped.value.detail) == (Stop.EXIT, "exit code 3")
        worker = wall.worker()
        with pytest.raises(WorkerStopped) as stopped:
            run(worker, "while True: pass", seconds=0.4)
        assert stopped.value.how is Stop.TIMEOUT
        assert wall.isolation().probes["memory"]
    assert wall.isolation().trust in Trust


# --- memory that no limit of the kernel counts ------------------------------------------------------------------------
PAGES_FAR_APART = """
import ctypes, time
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
size, kept = 1 << 25, 0
for i in range(60000):
    start = libc.mmap(None, size, 3, 0x22, -1, 0)
    if start in (None, ctypes.c_void_p(-1).value):
        break
    ctypes.string_at(start, 1)
    libc.munmap(start + 4096, size - 4096)
    kept += 1
time.sleep(20)
raise Exception(str(kept))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="page tables are told of in /proc")
def test_page_tables_count() -> None:
    """A page here and a page there take little memory, and a table each."""
    with Wall(Limits(memory=256 << 20)) as wall, pytest.raises(WorkerStopped) as stopped:
        run(wall.worker(), PAGES_FAR_APART)
    assert stopped.value.how is Stop.MEMORY


@pytest.mark.skipif(sys.platform != "linux", reason="the lock is whole on Linux only")
def test_where_memory_lies_is_not_for_answers_to_say() -> None:
    """An address of one's own choice is refused: so pages lie close, and share their tables."""
    source = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
for flags in (0x22, 0x32, 0x100022):
    assert libc.mmap(0x100000000000, 4096, 3, flags, -1, 0) == ctypes.c_void_p(-1).value and ctypes.get_errno() == 1
"""
    with Wall() as wall:
        assert run(wall.worker(), source) == ""


@pytest.mark.parametrize(
    ("scarce", "ended", "outside"), [(False, 0, True), (False, 1, False), (True, 1, True), (True, 0, True)]
)
def test_who_pays_for_an_end_for_want_of_memory(scarce: bool, ended: int, outside: bool) -> None:
    """The answer, if the kernel ended a process for it and memory was there before; else something outside."""
    exited = Exited(0, -signal.SIGKILL, 0.1, 1 << 20)
    assert killed_from_outside(exited, Limits(), scarce, ended) is outside

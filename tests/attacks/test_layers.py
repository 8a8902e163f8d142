"""Each layer of the wall matters: an attack that fails, and succeeds as soon as that one layer is taken away."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mdl_grade.records.model import Trust
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.control import Layer
from mdl_grade.sandbox.wall import Wall, WorkerStopped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers exist on Linux only")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root to be set up")


@pytest.fixture(scope="module", autouse=True)
def whole_wall() -> None:
    """Without a wall that is whole to begin with, nothing can be learnt from removing parts."""
    with Wall() as wall:
        if wall.isolation().trust is not Trust.ENFORCED:
            pytest.skip(" ".join(wall.isolation().missing))


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user may enter and write to, like /tmp. (pytest's own are private.)"""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o1777)
        yield folder


@dataclass(frozen=True)
class Attempt:
    """What came of an attack: the exception that it met, or "", and what it printed."""

    error: str
    printed: str


def attempt(source: str, without: Collection[Layer] = ()) -> Attempt:
    """Run `source` behind a wall that lacks some layers."""
    with Wall(without=frozenset(without)) as wall:
        worker = wall.worker()
        try:
            request = wire.encode(wire.Load(1, source, "attack.py", []))
            message = wire.decode_reply(worker.exchange(request, seconds=20, data_cap=0).header)
            failed = message.failed if isinstance(message, wire.Loaded) else [message]
            error = failed[0].exception if failed and isinstance(failed[0], wire.Raised) else ""
        except WorkerStopped as stopped:  # a program that was run in the worker's place ends with code 0
            error = "" if stopped.detail == "exit code 0" else str(stopped)
        printed = worker.output().stdout
        worker.close()
    return Attempt(error, printed)


def test_rlimits_keep_memory_for_others() -> None:
    """Address space for 8 GiB can be had only without rlimits."""
    source = "import mmap; mmap.mmap(-1, 8 << 30)"
    assert attempt(source).error == "OSError"
    assert attempt(source, {Layer.RLIMITS}).error == ""


@as_root
def test_giving_up_root_keeps_private_folders_private() -> None:
    """Root sees what lies in a folder that is closed to everyone else; nobody does not."""
    with tempfile.TemporaryDirectory() as name:
        secret = Path(name) / "exam.py"
        secret.touch()
        source = f"import os; os.stat({str(secret)!r})"
        assert attempt(source, {Layer.SECCOMP}).error == "PermissionError"
        assert attempt(source, {Layer.SECCOMP, Layer.UID}).error == ""


@as_root
def test_no_new_privs_keeps_setuid_programs_harmless(public: Path) -> None:
    """A set-uid program of root makes root of nobody, unless no_new_privs is set.

    rlimits, Landlock and seccomp, which each refuse to run programs here, are out of the way on both sides.
    """
    program = public / "id"
    found = shutil.which("id")
    if found is None or os.statvfs(public).f_flag & (os.ST_NOSUID | os.ST_NOEXEC):
        pytest.skip("no place for set-uid programs")
    shutil.copy(found, program)
    program.chmod(0o4755)
    source = f"import os; os.execv({str(program)!r}, ['id', '-u'])"
    others = {Layer.RLIMITS, Layer.LANDLOCK, Layer.SECCOMP}
    assert attempt(source).error == "PermissionError"
    assert attempt(source, others).printed == "65534\n"
    assert attempt(source, {*others, Layer.NO_NEW_PRIVS}).printed == "0\n"


def test_landlock_and_seccomp_both_keep_files_unread(public: Path) -> None:
    """Either alone lets no file be opened; without both, one is read."""
    suite = public / "suite.py"
    suite.write_text("expected = 42\n")
    suite.chmod(0o644)
    source = f"print(open({str(suite)!r}).read(), end='')"
    for without in ((), (Layer.SECCOMP,), (Layer.LANDLOCK,)):
        assert attempt(source, without) == Attempt("PermissionError", "")
    assert attempt(source, (Layer.SECCOMP, Layer.LANDLOCK)) == Attempt("", "expected = 42\n")


def test_seccomp_keeps_paths_unseen(public: Path) -> None:
    """Landlock hides what a file holds, not that it is there, and how large it is."""
    there = public / "there"
    there.write_text("x" * 4711)
    source = f"import os; print(os.stat({str(there)!r}).st_size)"
    assert attempt(source) == Attempt("PermissionError", "")
    assert attempt(source, {Layer.SECCOMP}) == Attempt("", "4711\n")


def test_seccomp_keeps_datagrams_in() -> None:
    """Landlock before Linux 7 knows TCP only: what an answer saw could leave by UDP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.setblocking(False)
        address = receiver.getsockname()
        source = f"import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'inputs', {address!r})"
        assert attempt(source).error == "PermissionError"
        with pytest.raises(BlockingIOError):
            receiver.recv(100)
        weaker = attempt(source, {Layer.SECCOMP})
        assert weaker.error == ""
        assert receiver.recv(100) == b"inputs"


def test_seccomp_and_landlock_both_refuse_writing(public: Path) -> None:
    """Either alone keeps files from being made; without both, one is made."""
    made = public / "made"
    source = f"open({str(made)!r}, 'x')"
    for without in ((), (Layer.SECCOMP,), (Layer.LANDLOCK,)):
        assert attempt(source, without).error == "PermissionError"
        assert not made.exists()
    assert attempt(source, (Layer.SECCOMP, Layer.LANDLOCK)).error == ""
    assert made.exists()


@pytest.mark.parametrize("without", [(), (Layer.SECCOMP,), (Layer.RLIMITS,)], ids=["whole", "no seccomp", "no rlimits"])
def test_forks_are_refused_twice(without: tuple[Layer, ...]) -> None:
    """By seccomp, and by RLIMIT_NPROC for whoever is not root."""
    assert attempt("import os; os.fork()", without).error in ("PermissionError", "BlockingIOError")


def test_forks_work_without_both() -> None:
    """So the two layers are what refuses them."""
    source = (
        "import os\npid = os.fork()\nif pid == 0: os._exit(7)\nprint(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))"
    )
    assert attempt(source, (Layer.SECCOMP, Layer.RLIMITS)) == Attempt("", "7\n")

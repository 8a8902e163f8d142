"""Canaries: things that no answer may read, reach, signal or change, and what became of them."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import secrets
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interpreter import identity

if TYPE_CHECKING:
    from arena import Arena


def own(folder: Path, uid: int) -> None:
    if uid != os.getuid():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, uid, uid, follow_symlinks=False)


class Canaries:
    """Things that no answer may read, reach, signal or change."""

    def __init__(self, arena: Arena) -> None:
        self.arena, folder = arena, arena.folder
        for name in ("home", "tmp", "results", "public"):
            (folder / name).mkdir(exist_ok=True)
        self.secret = folder / "secret.txt"
        self.results = folder / "results" / "results.json"
        self.words = {
            name: secrets.token_hex(16) for name in ("secret file", "file beside the suite", "environment", "memory")
        }
        self.variable = self.words["environment"]
        self.put()

    def put(self) -> None:
        """Put the files where they belong, with what they hold; what is no file there is taken away."""
        for path, text in ((self.secret, self.words["secret file"]), (self.results, '{"points": 0}\n')):
            if path.is_symlink() or not path.is_file():
                path.unlink(missing_ok=True)
            path.write_text(text)
            path.chmod(0o666)  # for whoever gets there: only the wall is in the way
        self.results.parent.chmod(0o777)
        (self.arena.folder / "public").chmod(0o1777)
        own(self.arena.folder, self.arena.uid)

    def places(self) -> dict[str, Any]:
        return {
            "secret": str(self.secret),
            "results": str(self.results),
            "public": str(self.arena.folder / "public"),
            "suites": str(self.arena.course / "grader" / "suites" / "chapter00"),
            "solutions": str(self.arena.course / "solutions" / "chapter00"),
            "beside": str(self.arena.course / "grader" / "suites" / "chapter00" / "key.txt"),
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "abstract": f"\0mdl-{self.arena.token}",
            "socket": str(self.arena.folder / "public" / "socket"),
            "sibling": self.sibling.pid,
        }

    @cached_property
    def tcp(self) -> socket.socket:
        return _listening(socket.AF_INET, ("127.0.0.1", 0))

    @cached_property
    def udp(self) -> socket.socket:
        listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        listener.bind(("127.0.0.1", 0))
        listener.setblocking(False)
        return listener

    @cached_property
    def abstract(self) -> socket.socket:
        return _listening(socket.AF_UNIX, f"\0mdl-{self.arena.token}")

    @cached_property
    def path(self) -> socket.socket:
        place = self.arena.folder / "public" / "socket"
        listener = _listening(socket.AF_UNIX, str(place))
        place.chmod(0o777)
        return listener

    @cached_property
    def sibling(self) -> subprocess.Popen[bytes]:
        """Another process of the same user, with a secret in its memory and its environment."""
        return subprocess.Popen(
            [str(self.arena.interpreter.path), "-c", "import sys; print(flush=True); sys.stdin.read()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd="/",
            env={"WORD": self.words["memory"], **self.arena.interpreter.environment},
            **identity(self.arena.uid),
        )

    def wake(self) -> None:
        for listener in (self.tcp, self.udp, self.abstract, self.path):
            assert listener.fileno() >= 0
        assert self.sibling.stdout is not None
        self.sibling.stdout.readline()

    def close(self) -> None:
        self.sibling.kill()
        self.sibling.communicate()
        for listener in (self.tcp, self.udp, self.abstract, self.path):
            listener.close()

    @contextmanager
    def watched(self) -> Iterator[list[str]]:
        """Yield a list that holds, afterwards, what was changed, reached or signalled."""
        self.put()
        beside = Path(self.places()["beside"])
        if beside.parent.is_dir():
            beside.write_text(self.words["file beside the suite"])
        before = self._state()
        damage: list[str] = []
        yield damage
        after = self._state()
        damage += [
            f"{name} has changed: {before[name]} -> {after[name]}" for name in before if before[name] != after[name]
        ]
        damage += [f"{name} was reached" for name in self._visited()]
        damage += [f"{path} was made" for path in self._made()]

    def told_in(self, text: bytes) -> list[str]:
        """Return the secrets that a text holds, as they are or in hexadecimal digits."""
        return [
            f"the {name} was read"
            for name, word in self.words.items()
            if word.encode() in text or word.encode().hex().encode() in text or word[::-1].encode() in text
        ]

    def _state(self) -> dict[str, object]:
        files = [self.secret, self.results, *self.arena.course.rglob("*.py"), *self.arena.handed_in.rglob("*.txt")]
        state: dict[str, object] = {f"file {path.name}": _fingerprint(path) for path in files}
        return state | {
            "the sibling": _process(self.sibling.pid),
            "the folder of results": _listing(self.results.parent),
        }

    def _visited(self) -> list[str]:
        visited = []
        for name, listener in (
            ("TCP", self.tcp),
            ("the unix socket", self.path),
            ("the abstract socket", self.abstract),
        ):
            with suppress(BlockingIOError):
                listener.accept()[0].close()
                visited.append(name)
        with suppress(BlockingIOError):
            self.udp.recv(100)
            visited.append("UDP")
        return visited

    def _made(self) -> list[str]:
        """Return what lies where anyone may write: it is named after this arena, or in a folder of its own."""
        marked = [*Path("/tmp").glob(f"*{self.arena.token}*"), *Path("/dev/shm").glob(f"*{self.arena.token}*")]
        folder = self.arena.folder
        inside = [*(folder / "tmp").iterdir(), *(folder / "home").iterdir(), *(folder / "public").iterdir()]
        made = [*marked, *(path for path in inside if path.name != "socket")]
        for path in made:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        return list(map(str, made))


def _listening(family: int, address: Any) -> socket.socket:
    listener = socket.socket(family)
    listener.bind(address)
    listener.listen(50)
    listener.setblocking(False)
    return listener


def _fingerprint(path: Path) -> tuple[object, ...]:
    try:
        status = path.lstat()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if stat.S_ISREG(status.st_mode) else "no file"
    except OSError as error:
        return (type(error).__name__,)
    return digest, status.st_ino, status.st_mtime_ns, oct(status.st_mode), status.st_nlink


def _listing(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in folder.iterdir()))


def _process(pid: int) -> tuple[object, ...]:
    """Return what others can do to a process: end, stop, trace, slow down or confine it."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text()
        limits = Path(f"/proc/{pid}/limits").read_text()
    except OSError:
        return ("gone",)
    tracer = re.search(r"TracerPid:\s*(\d+)", status)
    running = "running" if state in "RSD" else state
    return running, f"nice {fields[15]}", tracer and tracer[1], sorted(os.sched_getaffinity(pid)), limits


# --- processes that outlive the command -------------------------------------------------------------------------------
@contextmanager
def adopted() -> Iterator[list[str]]:
    """Become the parent of orphans; the list holds, afterwards, the names of those that were left over."""
    subreaper = 36
    libc = ctypes.CDLL(None)
    libc.prctl(subreaper, 1, 0, 0, 0)
    before = set(children())
    left: list[str] = []
    try:
        yield left
    finally:
        for pid in set(children()) - before:
            with suppress(OSError):
                state = Path(f"/proc/{pid}/stat").read_text()
                if state.rpartition(")")[2].split()[0] != "Z":
                    left.append(state.partition(" ")[2][:40])
                    os.kill(pid, 9)
                os.waitpid(pid, 0)
        libc.prctl(subreaper, 0, 0, 0, 0)


def children() -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError, IndexError):
                if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == os.getpid():
                    yield int(folder.name)

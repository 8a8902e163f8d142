"""A folder that only this user reads, in memory if there is such a place, gone with the process that needs it."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
PREFIX = "mdl-grade-suites-"
SECONDS_BEFORE_SWEPT = 60.0
"""A folder that is older, and that nobody holds, was left behind by a process that was killed."""


def new_place() -> Path:
    """Return where a folder will be. Nothing is there yet: whoever knows the name before can always clear it away."""
    where = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    return where.resolve() / f"{PREFIX}{secrets.token_hex(16)}"


@contextmanager
def materialised(files: Mapping[str, bytes], folder: Path) -> Iterator[Path]:
    """Write files into a new folder; delete it at the end, however that comes, and what killed processes left.

    Raises
    ------
    FileExistsError
        If there is such a folder.
    """
    sweep(folder.parent)
    held: int | None = None
    try:
        folder.mkdir(mode=0o700)
        held = _lock(folder)  # falls with this process, however it ends
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield folder
    finally:
        clear(folder)
        if held is not None:
            os.close(held)


def clear(folder: Path) -> None:
    """Delete a folder if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(where: Path) -> None:
    """Delete folders of this user whose process is gone."""
    for folder in where.glob(f"{PREFIX}*"):
        with suppress(OSError):  # another user's, held, or just being deleted
            if time.time() - folder.stat().st_mtime < SECONDS_BEFORE_SWEPT:
                continue
            lock = _lock(folder)
            try:
                shutil.rmtree(folder)
            finally:
                os.close(lock)


def _lock(folder: Path) -> int:
    """Hold a folder. Raises BlockingIOError if somebody does."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(lock)
        raise
    return lock

"""Files that only this user reads, in memory if there is such a place, gone with the process that needs them."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
PREFIX = "mdl-grade-suites-"
HELD = "held"
OLD = 60.0
"""Seconds after which a folder that nobody holds was left behind by a process that was killed."""


@contextmanager
def materialised(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Write files into a folder of their own; delete it at the end, and what killed processes left behind."""
    where = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    sweep(where)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=where)).resolve()
    held = os.open(folder / HELD, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)  # falls with this process, however it ends
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep(where: Path) -> None:
    """Delete folders of this user whose process is gone."""
    for held in where.glob(f"{PREFIX}*/{HELD}"):
        with suppress(OSError):  # another user's, or just being deleted
            if time.time() - held.stat().st_mtime < OLD:
                continue
            lock = os.open(held, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(held.parent)
            finally:
                os.close(lock)

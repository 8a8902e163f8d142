"""Run a command; print as JSON how it ended, what it printed, and which of its descendants outlived it.

A subreaper (Linux): whoever loses its parent below this process becomes its child, also from another session.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
PATIENCE_MS = 10_000


def children() -> list[int]:
    return list(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()))


def survivors() -> list[str]:
    """Wait a while for the end of what is left; kill and name the rest."""
    left = []
    while pids := children():
        for pid in pids:
            pidfd = os.pidfd_open(pid)
            poll = select.poll()
            poll.register(pidfd, select.POLLIN)
            if not poll.poll(PATIENCE_MS):
                left.append(Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[:300])
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(pidfd)
    return left


def main() -> None:
    assert ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        code = subprocess.Popen(sys.argv[1:], stdout=out, stderr=err, stdin=subprocess.DEVNULL).wait()
        left = survivors()
        out.seek(0)
        err.seek(0)
        print(json.dumps({"code": code, "out": out.read().decode(), "err": err.read().decode(), "survivors": left}))


main()

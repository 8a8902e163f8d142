"""One command, measured: seconds on the wall, seconds of CPU of it and all that it started, its largest process."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """`cpu` is user and system time of the process and its descendants; `peak` the largest of them, in MiB."""

    seconds: float
    cpu: float
    peak: float


def measured(
    words: Sequence[str | Path], folder: Path, environment: Mapping[str, str], ends: tuple[int, ...] = (0,)
) -> Measured:
    """Run a command to its end, with one of the exit codes `ends`.

    Raises
    ------
    SystemExit
        If it does not end well: what it wrote is shown.
    """
    log = folder / "benchmark.log"
    start = time.perf_counter()
    with log.open("wb") as output:
        child = subprocess.Popen(list(map(str, words)), cwd=folder, env=dict(environment), stdout=output, stderr=output)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if child.returncode not in ends:
        raise SystemExit(f"{words} ended with {child.returncode}:\n{log.read_text(errors='replace')[-4000:]}")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def clean(folder: Path, python: Path, *path: Path) -> dict[str, str]:
    """Return an environment: `folder` is home, `python`'s programs are found first, BLAS has one thread.

    Matrices here are tiny: more threads make every side slower.
    """
    return {
        "PATH": os.pathsep.join((str(python.parent), os.environ["PATH"])),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join(map(str, path)),
    }

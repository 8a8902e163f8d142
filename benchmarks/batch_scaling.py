"""How a batch scales: submissions a second with one process and with two, and memory, over the size of the class.

`python benchmarks/batch_scaling.py --counts 100 1000 --jobs 1 2`. Every answer of the class is different from every
other, unless `--different` says how many are. Memory is the peak of the proportional set size (what is shared is
counted once) of the trusted processes: the command, and the processes that grade. What learners' code runs in is
counted apart.
"""

from __future__ import annotations

import argparse
import resource
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from generated_class import pool

from mdl_grade.course import builtin_course


@dataclass
class Peak:
    """The most megabytes seen at one time, of trusted processes and of those behind the wall."""

    trusted: float = 0.0
    walled: float = 0.0


@dataclass(frozen=True)
class Measured:
    """One batch."""

    seconds: float
    cpu_seconds: float
    peak: Peak
    statuses: Counter[str]


def main() -> None:
    """Measure each size with each number of processes, in turn."""
    options = parsed()
    header = (
        f"{'class':>7}{'jobs':>6}{'s':>8}{'per s':>8}{'CPU ms each':>13}{'trusted MB':>12}{'behind MB':>11}  verdicts"
    )
    print(header, flush=True)
    for count in options.counts:
        with tempfile.TemporaryDirectory(prefix="mdl-grade-scaling-") as name:
            here = Path(name)
            right = write_class(here / "class", options.exercise, count, options.different or count)
            for jobs in options.jobs:
                seen = measured(here, options, jobs)
                wrong = seen.statuses["passed"] != right
                print(
                    f"{count:>7}{jobs:>6}{seen.seconds:>8.1f}{count / seen.seconds:>8.1f}"
                    f"{1e3 * seen.cpu_seconds / count:>13.1f}{seen.peak.trusted:>12.0f}{seen.peak.walled:>11.0f}"
                    f"  {'WRONG VERDICTS' if wrong else 'right'} {dict(seen.statuses)}",
                    flush=True,
                )


def write_class(folder: Path, exercise: str, count: int, different: int) -> int:
    """Write two right answers for each wrong one; return how many are right."""
    answers = pool(builtin_course(), exercise)
    right = 0
    for number in range(count):
        which = number % different
        kind = "wrong" if which % 3 == 2 else "right"
        right += kind == "right"
        path = folder / f"learner{number:05d}" / f"{exercise}.py"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"# number %d\n%b" % (which, answers[kind][which % len(answers[kind])]))
    return right


def measured(here: Path, options: argparse.Namespace, jobs: int) -> Measured:
    out = here / f"results{jobs}"
    words = ["batch", options.exercise, "class", "--out", str(out), "--jobs", str(jobs), *options.seeds]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    running = subprocess.Popen([sys.executable, "-P", "-m", "mdl_grade", *words], cwd=here, stderr=subprocess.DEVNULL)
    peak = Peak()
    sampler = threading.Thread(target=sample, args=(running, peak))
    sampler.start()
    if running.wait():
        raise SystemExit("the batch failed")
    seconds = time.perf_counter() - start
    sampler.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, cpu, peak, statuses(out))


def statuses(out: Path) -> Counter[str]:
    query = (
        "SELECT status, count(*) FROM submissions s JOIN answers a ON a.submission = s.id JOIN results USING(key) "
        "GROUP BY status"
    )
    with closing(sqlite3.connect(out / "ledger.sqlite")) as ledger:
        return Counter(dict(ledger.execute(query)))


def sample(running: subprocess.Popen[bytes], peak: Peak) -> None:
    while running.poll() is None:
        trusted = walled = 0.0
        for pid, command in family(running.pid):
            megabytes = proportional(pid)
            if pid == running.pid or "mdl_grade.batch.service" in command:
                trusted += megabytes
            else:
                walled += megabytes
        peak.trusted, peak.walled = max(peak.trusted, trusted), max(peak.walled, walled)
        time.sleep(0.2)


def family(pid: int) -> Iterator[tuple[int, str]]:
    """Yield a process and all that descend from it, with their command lines."""
    with suppress(OSError):
        yield pid, Path(f"/proc/{pid}/cmdline").read_text()
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def proportional(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--different", type=int)
    parser.add_argument("--exercise", default="chapter10/nn221_forward")
    parser.add_argument("--seeds", type=shlex.split, default=[], help="for example: --seeds='--secret-file FILE'")
    return parser.parse_args()


if __name__ == "__main__":
    main()

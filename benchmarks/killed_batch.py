"""Kill a batch again and again, start it again each time, and compare the ledger with that of an unbroken run.

`python benchmarks/killed_batch.py --count 2000 --kills 10`. Times and runs aside, the two ledgers must be equal, and no
answer may have been recorded twice.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from generated_class import EXERCISES, write_class

WHOLE = {
    "submissions": "SELECT learner, place, received, attempt, superseded, content FROM submissions",
    "answers": (
        "SELECT learner, place, attempt, exercise, digest, text, filename, problem, key "
        "FROM answers JOIN submissions ON submission = id"
    ),
    "texts": "SELECT text, content FROM texts",
    "results": (
        "SELECT key, exercise, digest, status, points, max_points, isolation, tool, result "
        "FROM results JOIN conditions ON conditions = id"
    ),
    "checks": "SELECT key, place, check_id, kind, status, points, max_points, diagnosis FROM checks",
    "notices": "SELECT DISTINCT place, exercise, kind, text FROM notices",
    "meta": "SELECT name, value FROM meta",
}
"""All that a ledger says, but for times, runs and events."""


def main() -> None:
    """Do it, and say how it went."""
    options = parsed()
    with tempfile.TemporaryDirectory(prefix="mdl-grade-killed-") as name:
        here = Path(name)
        write_class(here / "class", count=options.count, seed=options.seed)
        start = time.perf_counter()
        unbroken = batch(here, "unbroken", options.jobs)
        if unbroken.wait():
            raise SystemExit("the unbroken run failed")
        seconds = time.perf_counter() - start
        print(f"unbroken: {seconds:.1f} s")
        kills = kill_often(here, options, seconds)
        compare(here / "unbroken", here / "killed")
        print(f"killed {kills} times and resumed: the ledgers are equal")


def kill_often(here: Path, options: argparse.Namespace, seconds: float) -> int:
    """Start the batch until it is done, and kill it at random moments before; return how often."""
    rng, kills = random.Random(options.seed), 0  # noqa: S311
    while True:
        running = batch(here, "killed", options.jobs)
        if kills == options.kills:
            if running.wait():
                raise SystemExit("the last run failed")
            return kills
        try:
            running.wait(rng.uniform(0.1, 1.0) * seconds / options.kills * 2)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            kills += 1
            print(f"killed; {graded(here / 'killed')} answers graded")
        else:
            if running.returncode:
                raise SystemExit("a resumed run failed")
            return kills


def batch(here: Path, out: str, jobs: int) -> subprocess.Popen[bytes]:
    words = ["batch", *EXERCISES, "class", "--out", out, "--jobs", str(jobs)]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "mdl_grade", *words], cwd=here, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )


def graded(folder: Path) -> int:
    file = folder / "ledger.sqlite"
    if not file.exists():
        return 0
    with closing(sqlite3.connect(file)) as ledger:
        try:
            return int(ledger.execute("SELECT count(*) FROM results").fetchone()[0])
        except sqlite3.OperationalError:  # killed before there were tables
            return 0


def compare(one: Path, other: Path) -> None:
    """End with an error if two ledgers say different things."""
    with closing(sqlite3.connect(one / "ledger.sqlite")) as a, closing(sqlite3.connect(other / "ledger.sqlite")) as b:
        for name, query in WHOLE.items():
            left, right = (sorted(map(repr, ledger.execute(query))) for ledger in (a, b))
            print(f"  {name}: {len(left)} rows")
            if left != right:
                for line in differences(left, right):
                    print(line[:2000])
                raise SystemExit(f"the ledgers differ in {name}")


def differences(left: list[str], right: list[str]) -> Iterator[str]:
    yield from (f"- {row}" for row in sorted(set(left) - set(right))[:3])
    yield from (f"+ {row}" for row in sorted(set(right) - set(left))[:3])


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()

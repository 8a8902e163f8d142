"""Speed, as ratios: the sides of each comparison run in turn, in one run. `python benchmarks/speed.py`.

Never a test: the machine is noisy. Every side's verdicts are counted, for a fast wrong grade is worth nothing.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

import numpy as np

from mdl_grade.course import builtin_course
from mdl_grade.errors import IsolationError
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Layer, Wall
from mdl_grade.suite.judging import in_turn as verdicts_in_turn
from mdl_grade.suite.judging import subject_for
from mdl_grade.suite.recorder import record
from mdl_grade.suite.runner import InProcess
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Subject
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
CHAPTER = "chapter10"

IN_PROCESS = f"""
import sys
import pytest
from mdl_grade.suite import judging
from mdl_grade.suite.runner import InProcess
from mdl_grade.suite.subject import Subject

class Bare(Subject):
    def start(self): pass
    def close(self): pass

judging.subject_for = lambda suite, wall, source, key: Bare(suite, InProcess(suite.namespace), key)
root, chapter = {str(COURSE.suites)!r}, {str(COURSE.suites / CHAPTER)!r}
plugins = ["-p", "mdl_grade.authoring.plugin", "-p", "no:cacheprovider"]
sys.exit(pytest.main(["-q", *plugins, "--rootdir", root, "-c", "/dev/null", chapter]))
"""


def main() -> None:
    """Print one table a comparison; with `--layers`, only what the layers of the wall cost."""
    if sys.argv[1:] == ["--layers"]:
        layers()
        return
    cold()
    warm()
    round_trip()
    start_up()


def cold() -> None:
    """A learner's wait: the command against pytest on the same checks in one process without a wall."""
    with tempfile.TemporaryDirectory() as folder:
        sides = {
            "mdl-grade chapter10": [sys.executable, "-P", "-m", "mdl_grade", CHAPTER, str(COURSE.solutions)],
            "mdl-grade chapter10 --jobs 2": [
                sys.executable,
                "-P",
                "-m",
                "mdl_grade",
                CHAPTER,
                str(COURSE.solutions),
                "--jobs",
                "2",
            ],
            "pytest, in process": [sys.executable, "-P", "-c", IN_PROCESS],
        }
        seconds = in_turn({name: lambda words=words: run(words, folder) for name, words in sides.items()}, 7)
    table("cold start, whole chapter (s)", seconds, "pytest, in process")


def warm() -> None:
    """Warm sessions: each exercise, then all of a chapter, behind the wall and in the same process."""
    with Wall() as wall:
        _warm([Suite.load(COURSE, exercise) for exercise in COURSE.exercises], wall)


def _warm(suites: Sequence[Suite], wall: Wall) -> None:
    print(f"\n{'one exercise, warm (ms)':<36}{'behind the wall':>16}{'in process':>12}{'target':>10}", file=sys.stderr)
    for suite in suites:
        seconds = in_turn(_both_ways(wall, [suite]), 15)
        target = 20 + 2 * 1e3 * seconds["bare"]
        print(
            f"{suite.id:<36}{1e3 * seconds['wall']:>16.1f}{1e3 * seconds['bare']:>12.1f}{target:>10.1f}",
            file=sys.stderr,
        )
    print(f"\n{'a chapter, warm (ms)':<36}{'behind the wall':>16}{'in process':>12}{'ratio':>10}", file=sys.stderr)
    for chapter in COURSE.chapters:
        seconds = in_turn(_both_ways(wall, [s for s in suites if s.id.startswith(f"{chapter}/")]), 7)
        ratio = seconds["wall"] / seconds["bare"]
        print(
            f"{chapter:<36}{1e3 * seconds['wall']:>16.1f}{1e3 * seconds['bare']:>12.1f}{ratio:>8.2f} x",
            file=sys.stderr,
        )


def _both_ways(wall: Wall, suites: Sequence[Suite]) -> dict[str, Callable[[], None]]:
    """Return how to judge the solutions of some exercises: in workers, and by the same calls in this process."""

    def walled() -> None:
        for suite in suites:
            subject = subject_for(suite, wall, suite.solution.whole, Seed.practice().of(suite.id, ""))
            subject.start()
            judged(subject, wall)

    def bare() -> None:
        for suite in suites:
            subject = Subject(suite, Here(suite.namespace), Seed.practice().of(suite.id, ""))
            judged(subject, wall)

    return {"wall": walled, "bare": bare}


class Here(InProcess):
    """Stands where a worker would."""

    def close(self) -> None:
        """There is nothing to close."""


def judged(subject: Subject, wall: Wall) -> None:
    verdicts = list(verdicts_in_turn(subject, subject.suite.checks, wall))
    subject.close()
    if any(verdict.status is not Status.PASSED for verdict in verdicts):
        raise SystemExit(f"{subject.suite.id}: a wrong verdict makes the figure worthless")


def round_trip() -> None:
    """One small call, there and back, with a deadline."""
    suite_id = f"{CHAPTER}/dense_backward"
    suite = Suite.load(COURSE, suite_id)
    with Wall() as wall:
        subject = subject_for(suite, wall, suite.solution.whole, b"")
        subject.start()
        arguments = (np.ones((7, 3)), np.ones((7, 5)), np.ones((5, 3)))
        recording = record(lambda m: m.dense_backward(*arguments))
        direct = InProcess(suite.namespace)
        seconds = in_turn(
            {"wall": lambda: subject.host.execute(recording), "bare": lambda: direct.execute(recording)}, 2000
        )
        wall_us, bare_us = 1e6 * seconds["wall"], 1e6 * seconds["bare"]
        print(f"\nround trip, three small arrays (µs): {wall_us:.0f}, in process {bare_us:.0f}", file=sys.stderr)
        subject.close()


def layers() -> None:
    """The wall with all its layers, with bubblewrap around it, and with no layer at all: a process and a pipe."""
    with ExitStack() as stack:
        walls = {"no layers": stack.enter_context(Wall(without=frozenset(Layer)))}
        walls["all layers"] = stack.enter_context(Wall())
        try:
            walls["all, in bubblewrap"] = stack.enter_context(Wall(bubblewrap=True))
        except IsolationError as error:
            print(error, file=sys.stderr)
        for name, wall in walls.items():
            print(f"{name}: {wall.isolation().trust}, {wall.isolation().layers}", file=sys.stderr)
        _layers(Suite.load(COURSE, f"{CHAPTER}/dense_backward"), walls)


def _layers(suite: Suite, walls: dict[str, Wall]) -> None:
    key = Seed.practice().of(suite.id, "")

    def graded(wall: Wall) -> None:
        subject = subject_for(suite, wall, suite.solution.whole, key)
        subject.start()
        judged(subject, wall)

    table(
        "a worker, ready and gone (s)",
        in_turn({name: lambda wall=wall: wall.worker().close() for name, wall in walls.items()}, 100),
        "no layers",
    )
    table(
        f"{suite.id}, warm (s)",
        in_turn({name: lambda wall=wall: graded(wall) for name, wall in walls.items()}, 60),
        "no layers",
    )


def start_up() -> None:
    """`--help` against the import of click alone."""
    with tempfile.TemporaryDirectory() as folder:
        sides = {
            "mdl-grade --help": [sys.executable, "-P", "-m", "mdl_grade", "--help"],
            "import click": [sys.executable, "-P", "-c", "import click"],
        }
        seconds = in_turn({name: lambda words=words: run(words, folder) for name, words in sides.items()}, 15)
    table("start (s)", seconds, "import click")


def run(words: Sequence[str], folder: str) -> None:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)[:80]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def in_turn(sides: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Run the sides in turn, `rounds` times after one to warm up; return each side's median in seconds."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for i in range(rounds + 1):
        for name, side in sides.items():
            start = time.perf_counter()
            side()
            if i:
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in seconds.items()}


def table(title: str, seconds: dict[str, float], unit: str) -> None:
    print(f"\n{title}", file=sys.stderr)
    for name, value in seconds.items():
        print(f"  {name:<34}{value:>8.4f}{value / seconds[unit]:>8.2f} x", file=sys.stderr)


if __name__ == "__main__":
    main()

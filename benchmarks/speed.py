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

import numpy as np

from mdl_grade.course import builtin_course
from mdl_grade.report.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import subject_for
from mdl_grade.suite.recorder import record
from mdl_grade.suite.resident import Session, run_session
from mdl_grade.suite.runner import InProcess, Student
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Subject

COURSE = builtin_course()
CHAPTER = "chapter10"

IN_PROCESS = f"""
import sys
import pytest
from mdl_grade.suite import plugin
from mdl_grade.suite.runner import InProcess, Student
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Subject

class Bare(Subject):
    def __init__(self, suite):
        self.suite, self.key = suite, Seed.practice().of(suite.id, "")
        self.student, self._cases = Student(suite.exercise, InProcess(suite.namespace), suite.signatures), {{}}
    def start(self): pass
    def close(self): pass

plugin.control_subject = lambda config, suite: Bare(suite)
root, chapter = {str(COURSE.suites)!r}, {str(COURSE.suites / CHAPTER)!r}
plugins = ["-p", "mdl_grade.suite.plugin", "-p", "no:cacheprovider"]
sys.exit(pytest.main(["-q", *plugins, "--rootdir", root, "-c", "/dev/null", chapter]))
"""


def main() -> None:
    """Print one table a comparison."""
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
    """One exercise in a warm session: behind the wall, and in the same process."""
    with Wall() as wall:
        run_session([COURSE.suite(e) for e in COURSE.exercises], wall, lambda session: _warm(session, wall))


def _warm(session: Session, wall: Wall) -> None:
    print(f"\n{'one exercise, warm (ms)':<36}{'behind the wall':>16}{'in process':>12}{'target':>10}", file=sys.stderr)
    for suite in session.suites.values():
        key = Seed.practice().of(suite.id, "")

        def walled(suite=suite, key=key) -> None:
            subject = subject_for(suite, wall, suite.solution.text, key)
            subject.start()
            judged(session, subject)

        def bare(suite=suite, key=key) -> None:
            subject = Subject.__new__(Subject)
            student = Student(suite.exercise, InProcess(suite.namespace), suite.signatures)
            subject.__dict__.update(suite=suite, key=key, student=student, _cases={}, host=NoHost())
            judged(session, subject)

        seconds = in_turn({"wall": walled, "bare": bare}, 15)
        target = 20 + 2 * 1e3 * seconds["bare"]
        print(
            f"{suite.id:<36}{1e3 * seconds['wall']:>16.1f}{1e3 * seconds['bare']:>12.1f}{target:>10.1f}",
            file=sys.stderr,
        )


class NoHost:
    """Stands where a worker would."""

    def close(self) -> None:
        """There is nothing to close."""


def judged(session: Session, subject: Subject) -> None:
    verdicts = session.judge(subject.suite, subject)
    subject.close()
    if any(verdict.status is not Status.PASSED for verdict in verdicts):
        raise SystemExit(f"{subject.suite.id}: a wrong verdict makes the figure worthless")


def round_trip() -> None:
    """One small call, there and back, with a deadline."""
    suite_id = f"{CHAPTER}/dense_backward"

    def measure(session: Session) -> None:
        suite = session.suites[suite_id]
        subject = subject_for(suite, wall, suite.solution.text, b"")
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

    with Wall() as wall:
        run_session([COURSE.suite(suite_id)], wall, measure)


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
        print(f"  {name:<34}{value:>8.3f}{value / seconds[unit]:>8.2f} x", file=sys.stderr)


if __name__ == "__main__":
    main()

"""Where attacks happen: a course of one small exercise, canaries around it, and the real command."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from attack import RIGHT, Attack
from canaries import Canaries, adopted, own
from interpreter import HERE, PACKAGE, Interpreter, identity

ORDINARY = 54_321
"""The ordinary user that attacks run as when root runs the tests. It need not have an account."""
AT_ONCE, IN_A_CHAPTER = 42, 6
"""Answers in one run of the command, and in one folder: pytest looks through the folder of each suite that it takes."""
START = "import os; os.environ.pop('PYTHONPATH', None); from mdl_grade.cli import main; main()"
"""Runs the command of this checkout in another user's Python: where the package lies is ours to say, and nothing more."""
TRUSTED_PID = "2000000011"
"""Stands in submissions for the pid of the grader, until it is known."""

SOLUTION = '''"""A curve with its minimum at zero.

Return X ∘ tanh(X), entry by entry.
"""

import numpy as np


def curve(X):
    """Return X ∘ tanh(X); raise ValueError for None.

    >>> float(curve(np.array(0.0)))
    0.0
    """
    ### BEGIN SOLUTION
    if X is None:
        raise ValueError("X is missing")
    return X * np.tanh(X)
    ### END SOLUTION
'''

SUITE = '''"""One check of each family, so that a forgery may choose."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(tier=1, returns=("Y",), seconds=SECONDS)


@cases("N D", (7, 5), (4, 4), (1, 5))
def batch(rng, N, D):
    return {"X": rng.normal(size=(N, D))}


values = agrees("Y is X ∘ tanh(X).", batch, points=3)


@check(points=1, kind="property")
def even(student, batch):
    """The curve is as high at −x as it is at x."""
    for case, (left, right) in student.each(lambda m, case: [m.curve(-case.X), m.curve(case.X)], batch):
        assert_law("f(−x) = f(x)", left, right, what="Y", where=case)


@check(points=1, kind="error")
def refuses(student):
    """Without X there is a ValueError."""
    raises(student, ValueError, lambda m: m.curve(None))


shapes = shaped("Y has the shape of X.", batch)
hygiene = hygiene_of(batch)
BUGS = [patch("the sign is lost", {"X * np.tanh": "np.abs(X) + np.tanh"})]
'''
PAID = ("values", "hygiene")
"""Checks that a wrong answer must not pass. The others can be met without the mathematics: by shape, by symmetry."""
FULL = 7


@dataclass(frozen=True)
class Outcome:
    """A run of the command: what it printed, its report, what the canaries say."""

    code: int
    out: bytes
    err: bytes
    seconds: float
    damage: tuple[str, ...]

    @cached_property
    def report(self) -> Any:
        try:
            return json.loads(self.out)
        except ValueError:
            raise AssertionError(
                f"no report, exit code {self.code}:\n{self.err.decode(errors='replace')[-3000:]}"
            ) from None


@dataclass
class Arena:
    """A public folder with a course, a place to hand in, and canaries. All of it belongs to `uid`."""

    folder: Path
    uid: int
    interpreter: Interpreter
    token: str = field(default_factory=lambda: secrets.token_hex(12))

    def __post_init__(self) -> None:
        self.handed_in = self.folder / "handed_in"
        self.course = self.folder / "course"
        self.canaries = Canaries(self)

    def targets(self) -> dict[str, Any]:
        """Where everything is: an attacker who knows the machine."""
        return {**self.canaries.places(), "trusted": int(TRUSTED_PID), "package": str(PACKAGE), "mark": self.token}

    def prepare(self, answers: Mapping[str, str], seconds: float = 0.75) -> None:
        """Make a course with one exercise for each answer, and hand the answers in."""
        shutil.rmtree(self.course, ignore_errors=True)
        shutil.rmtree(self.handed_in, ignore_errors=True)
        suite, before = SUITE.replace("SECONDS", repr(seconds)), f"AT = {self.targets()!r}\n"
        for exercise, answer in answers.items():
            write(self.course / "solutions" / f"{exercise}.py", SOLUTION)
            write(self.course / "grader" / "suites" / f"{exercise}.py", suite)
            write(self.handed_in / f"{exercise}.py", before + answer)
        own(self.folder, self.uid)

    def grade(
        self, attacks: Sequence[Attack], *, seam: str = "", seconds: float = 0.75, options: Sequence[str] = ()
    ) -> Graded:
        """Hand in all attacks, with honest answers among them; a few dozen in each run of the command."""
        graded = Graded()
        for start in range(0, len(attacks), AT_ONCE):
            some = attacks[start : start + AT_ONCE]
            exercises = placed(some)
            self.prepare({**{exercises[a.id]: a.source for a in some}, **dict.fromkeys(HONEST, RIGHT)}, seconds)
            graded.take(self.run(["all", *self.words(), *options], seam=seam, tell_pid=True), exercises)
        return graded

    def words(self) -> list[object]:
        """The rest of a command line: what was handed in, and that all is to be told."""
        return [self.handed_in, "--course", self.course, "--report", "-", "--view", "instructor"]

    def run(
        self, words: Sequence[object], *, seam: str = "", patience: float = 120.0, tell_pid: bool = False
    ) -> Outcome:
        """Run the command as `uid`; `seam` names layers to leave out (see seam.py).

        With `tell_pid`, the answers are told the grader's pid, which can't be known before.
        """
        program = ["-c", START] if not seam else [str(shutil.copy(HERE / "seam.py", self.folder)), seam]
        command = [str(self.interpreter.path), "-P", *program, *map(str, words)]
        if tell_pid:  # $$ is the pid of the shell, and exec keeps it
            told = f'sed -i "s/{TRUSTED_PID}/$$/" "$0"/*/*.py; exec "$@"'
            command = ["/bin/sh", "-c", told, str(self.handed_in), *command]
        environment = {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "MDL_CANARY": self.canaries.variable,
            **self.interpreter.environment,
        }
        with self.canaries.watched() as damage, adopted() as left_over:
            start = time.perf_counter()
            with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:  # no pipe that an orphan could hold
                code = subprocess.run(
                    command,
                    env=environment,
                    cwd=self.folder / "home",
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    check=False,
                    timeout=patience,
                    **identity(self.uid),
                ).returncode
                told_out, told_err = _all_of(out), _all_of(err)
            seconds = time.perf_counter() - start
        damage += self.canaries.told_in(told_out + told_err)
        damage += [f"a process was left over: {name}" for name in left_over]
        return Outcome(code, told_out, told_err, seconds, tuple(damage))


@dataclass
class Graded:
    """What came of attacks: the result of each by its id, those of the honest answers, the runs."""

    results: dict[str, Any] = field(default_factory=dict)
    honest: list[Any] = field(default_factory=list)
    runs: list[Outcome] = field(default_factory=list)

    def take(self, outcome: Outcome, exercises: Mapping[str, str]) -> None:
        found = {exercise["id"]: exercise for exercise in outcome.report["exercises"]}
        self.results |= {attack: found[exercise] for attack, exercise in exercises.items()}
        self.honest += [found[exercise] for exercise in HONEST]
        self.runs.append(outcome)

    @property
    def damage(self) -> list[str]:
        return [line for run in self.runs for line in run.damage]

    @property
    def trust(self) -> str:
        return str(self.runs[0].report["isolation"]["trust"])


HONEST = ("chapter00/honest", "chapter50/honest", "chapter99/honest")
"""Graded before, among and after the attacks."""


def placed(attacks: Sequence[Attack]) -> dict[str, str]:
    """Return the exercise that each attack is handed in for, by the attack's id."""
    half = len(attacks) // 2
    return {
        attack.id: f"chapter{1 + i // IN_A_CHAPTER + 50 * (i >= half):02d}/{attack.slug}"
        for i, attack in enumerate(attacks)
    }


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", "surrogatepass")


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


@contextmanager
def arena(uid: int, interpreter: Interpreter) -> Iterator[Arena]:
    """Make an arena in the system's folder for temporary files."""
    folder = Path(tempfile.mkdtemp(prefix="mdl-attacks-"))
    folder.chmod(0o755)
    made = Arena(folder, uid, interpreter)
    made.canaries.wake()
    try:
        yield made
    finally:
        made.canaries.close()
        shutil.rmtree(folder)

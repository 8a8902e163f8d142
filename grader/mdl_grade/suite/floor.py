"""Floors: what a training must reach. Suites declare them; `mdl-grade dev calibrate` reads them off many right runs.

    @floor(score=accuracy, margin=0.02)
    def irises(m, seed):
        "the accuracy on the irises"
        …train what `m` defines, with everything random drawn from `seed`, and return its predictions

    @check(points=1, kind="training")
    def learns(student, rng):
        "150 minibatches are enough to tell the irises apart."
        irises.hold(student, rng)

What was measured stands beside the suite, in `<exercise>.calibration.json`: no floor is typed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import msgspec
import numpy as np

from mdl_grade.checks import check_floor
from mdl_grade.errors import CourseError
from mdl_grade.suite.recorder import Scenario
from mdl_grade.suite.runner import Answer, Runner, runner


class Scores(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one answer scored over many seeds: (score, how often), ascending. Runs that gave no score are `broken`."""

    answer: str
    counts: tuple[tuple[float, int], ...]
    broken: int = 0

    @property
    def runs(self) -> int:
        return self.broken + sum(count for _, count in self.counts)

    @property
    def worst(self) -> float:
        return self.counts[0][0]

    @property
    def best(self) -> float:
        return self.counts[-1][0]

    def quantile(self, q: float) -> float:
        """Return the score that a share q of the runs stays at or below; broken runs don't count."""
        return float(np.quantile(self.values, q, method="inverted_cdf"))

    def below(self, floor: float) -> int:
        """Return how many runs end below `floor`, or break."""
        return self.broken + sum(count for score, count in self.counts if score < floor)

    @property
    def values(self) -> Any:
        """The scores one by one, ascending."""
        return np.repeat([score for score, _ in self.counts], [count for _, count in self.counts])


class Calibrated(msgspec.Struct, frozen=True):
    """How a floor was found.

    `false_fail_rate` bounds how often the median of `runs` runs of a right answer ends below the floor, with a
    confidence of 95 %. `right` are the answers that the floor was read off, `wrong` what known bugs score.
    """

    what: str
    floor: float
    runs: int
    quantile: float
    margin: float
    first_seed: int
    false_fail_rate: float
    right: tuple[Scores, ...]
    wrong: tuple[Scores, ...]


class Calibration(msgspec.Struct, frozen=True):
    """The floors of one suite, by name, and the NumPy that they were measured with."""

    numpy: str
    floors: dict[str, Calibrated]


@dataclass(frozen=True, eq=False)
class Floor:
    """A score that the median of some runs of a right answer reaches, whatever the seeds.

    Parameters
    ----------
    run : callable
        ``run(m, seed)`` is a scenario that trains; its name is the floor's, its docstring says what is scored.
    score : callable
        ``score(result)`` returns a number, of which more is better, or raises `CheckFailed`.
    margin, quantile : float
        The floor lies `margin` below this quantile of what right answers score; 0 is the worst of all runs.
    runs : int
        How many runs the median is of.
    sound : tuple of str
        Labels of known bugs that train as they should and break another convention: the floor lets them pass, too.
    """

    run: Scenario
    score: Callable[[Any], float]
    margin: float
    quantile: float = 0.0
    runs: int = 5
    sound: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return _function(self.run).__name__

    @property
    def what(self) -> str:
        return " ".join((self.run.__doc__ or self.name).split())

    @property
    def value(self) -> float:
        """The floor.

        Raises
        ------
        CourseError
            If it was never calibrated.
        """
        stored = stored_calibration(Path(_function(self.run).__globals__["__file__"]))
        if stored is None or self.name not in stored.floors:
            raise CourseError(f"The floor {self.name!r} was never calibrated.", "Use `mdl-grade dev calibrate`.")
        return stored.floors[self.name].floor

    def scores(self, answer: Runner, seeds: Sequence[int]) -> list[float]:
        """Run an answer under each seed, in one program, and return what it scores."""
        return [float(self.score(result)) for result in answer.run(lambda m: [self.run(m, seed) for seed in seeds])]

    def hold(self, student: Answer, rng: np.random.Generator, where: object = "") -> None:
        """Check that the median of `runs` runs reaches the floor.

        Raises
        ------
        CheckFailed
            With `BelowFloor`, or with what `score` objects to.
        """
        reached = sorted(self.scores(runner(student), [int(seed) for seed in rng.integers(2**31, size=self.runs)]))
        what = f"{self.what}, the median of {self.runs} runs"
        check_floor(reached[self.runs // 2], self.value, what, where=where)


def floor(
    *, score: Callable[[Any], float], margin: float, quantile: float = 0.0, runs: int = 5, sound: Sequence[str] = ()
) -> Callable[[Scenario], Floor]:
    """Declare a floor (see `Floor`); the function that is decorated is its `run`."""
    if runs % 2 == 0 or not 0 <= quantile < 0.5:
        raise CourseError("A floor needs an odd number of runs, and a quantile below the median.")
    return lambda run: Floor(run, score, margin, quantile, runs, tuple(sound))


def floors_of(module: ModuleType) -> dict[str, Floor]:
    """Return the floors that a suite declares, by name."""
    return {value.name: value for value in vars(module).values() if isinstance(value, Floor)}


def calibration_file(suite: Path) -> Path:
    """Return where the calibration of a suite stands, if it has one."""
    return suite.with_suffix(".calibration.json")


def stored_calibration(suite: Path) -> Calibration | None:
    """Return the calibration beside a suite, or None.

    Raises
    ------
    CourseError
        If the file is not one.
    """
    path = calibration_file(suite)
    return _decoded(path, path.read_bytes()) if path.exists() else None


@lru_cache(maxsize=64)
def _decoded(path: Path, content: bytes) -> Calibration:
    try:
        return msgspec.json.decode(content, type=Calibration)
    except msgspec.MsgspecError as error:
        raise CourseError(f"{path} is no calibration: {error}", "Use `mdl-grade dev calibrate`.") from error


def _function(scenario: Scenario) -> FunctionType:
    assert isinstance(scenario, FunctionType)
    return scenario

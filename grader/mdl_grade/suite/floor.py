"""Floors: what a training must reach. Suites declare them; `mdl-grade dev calibrate` measures many right runs.

    @floor(score=accuracy)
    def irises(m, seed):
        "the accuracy on the irises"
        …train what `m` defines, with everything random drawn from `seed`, and return its predictions

    @check(points=1, kind="training")
    def learns(student, rng):
        "150 minibatches are enough to tell the irises apart."
        irises.hold(student, rng)

What was measured stands beside the suite, in `<exercise>.calibration.json`. The floor follows from it each time that it
is asked for, so that none can be typed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from mdl_grade.checks import check_floor
from mdl_grade.errors import CourseError
from mdl_grade.suite.recorder import Scenario
from mdl_grade.suite.runner import Respondent, Runner, runner

DIGITS = 6
"""Scores keep six digits behind the point, rounded down: a floor never lies above the run that it was read off."""

RUNS, RANK = 15, 30
"""The median of 15 runs, held against the 30th of 1000: see `calibration` for what follows."""


class Scores(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one answer scored over many seeds: (score, how often), ascending. Runs that gave no score are `broken`."""

    answer: str
    counts: tuple[tuple[float, int], ...]
    broken: int = 0

    @property
    def runs(self) -> int:
        return self.broken + sum(count for _, count in self.counts)

    @property
    def values(self) -> Any:
        """The scores one by one, ascending; a broken run is worse than all others."""
        values = np.repeat([score for score, _ in self.counts], [count for _, count in self.counts])
        return np.concatenate([np.full(self.broken, -np.inf), values])

    def lowest(self, rank: int) -> float:
        """Return the score of number `rank` from below, counted from 1."""
        return float(self.values[rank - 1])

    def below(self, floor: float) -> int:
        """Return how many runs end below `floor`, or break."""
        return self.broken + sum(count for score, count in self.counts if score < floor)


class Measured(msgspec.Struct, frozen=True):
    """What was measured for a floor: `right` answers are what it is read off, `wrong` what known bugs score."""

    what: str
    first_seed: int
    right: tuple[Scores, ...]
    wrong: tuple[Scores, ...]

    @property
    def measure(self) -> tuple[Scores, ...]:
        """The right answers with the most runs: the reference, and ways to train that are as sound as its own.

        Variants compute the reference's numbers with the same seeds: they add nothing.
        """
        most = max(scores.runs for scores in self.right)
        return tuple(scores for scores in self.right if scores.runs == most)

    def floor(self, rank: int) -> float:
        """Return the lowest score of number `rank` from below."""
        return min(scores.lowest(rank) for scores in self.measure)


class Calibration(msgspec.Struct, frozen=True):
    """What was measured for the floors of one suite, by name, and the NumPy that it was measured with."""

    numpy: str
    floors: dict[str, Measured]


class Floor(Struct, frozen=True, eq=False):
    """A score that the median of some runs of a right answer reaches, whatever the seeds.

    Parameters
    ----------
    run : callable
        ``run(m, seed)`` is a scenario that trains; its name is the floor's, its docstring says what is scored.
    score : callable
        ``score(result)`` returns a number, of which more is better, or raises `CheckFailed`.
    runs : int
        How many runs the median is of: an odd number.
    rank : int
        The floor is the score of this number from below among those of the calibration.
    sound : tuple of str
        Labels of known bugs that train as they should and break another convention: the floor lets them pass, too.
    """

    run: Scenario
    score: Callable[[Any], float]
    runs: int = RUNS
    rank: int = RANK
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
        return stored.floors[self.name].floor(self.rank)

    def scores(self, answer: Runner, seeds: Sequence[int]) -> list[float]:
        """Run an answer under each seed, in one program, and return what it scores."""
        return [float(self.score(result)) for result in answer.run(lambda m: [self.run(m, seed) for seed in seeds])]

    def hold(self, student: Respondent, rng: np.random.Generator, where: object = "") -> None:
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
    *, score: Callable[[Any], float], runs: int = RUNS, rank: int = RANK, sound: Sequence[str] = ()
) -> Callable[[Scenario], Floor]:
    """Declare a floor; the function that is decorated is its `run`.

    Parameters
    ----------
    score, runs, rank, sound
        As in `Floor`.

    Returns
    -------
    declare : callable
        Decorates ``run(m, seed)``, and returns the `Floor`.

    Raises
    ------
    CourseError
        If the number of runs is even, or the rank is not positive.
    """
    if runs % 2 == 0 or rank < 1:
        raise CourseError("A floor needs an odd number of runs, and a rank from 1 on.")
    return lambda run: Floor(run, score, runs, rank, tuple(sound))


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

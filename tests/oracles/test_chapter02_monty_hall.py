"""chapter02/monty_hall: the rules in every game, SciPy's binomial law for the host, and who wins how often."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

monty_hall = Suite.load(builtin_course(), "chapter02/monty_hall").namespace["monty_hall"]


@pytest.mark.parametrize("seed", range(10))
def test_three_different_doors_in_all_nine_games(seed: int) -> None:
    """Picked, opened and left; the car is never opened."""
    car, pick = np.array(list(product(range(3), repeat=2))).T
    opened, switched = monty_hall(car, pick, np.random.default_rng(seed))
    assert all(sorted(doors) == [0, 1, 2] for doors in zip(pick, opened, switched, strict=True))
    assert not np.any(opened == car)


@pytest.mark.parametrize("door", [0, 1, 2])
def test_the_host_tosses_a_fair_coin(door: int) -> None:
    """From a fixed seed."""
    car = np.full(20_000, door)
    opened, _ = monty_hall(car, car, np.random.default_rng(door))
    lower = int(np.sum(opened == min({0, 1, 2} - {door})))
    assert stats.binomtest(lower, len(car)).pvalue > 1e-3


def test_switching_wins_two_games_of_three() -> None:
    """From a fixed seed."""
    rng = np.random.default_rng(0)
    car, pick = rng.integers(3, size=(2, 20_000))
    _, switched = monty_hall(car, pick, rng)
    assert stats.binomtest(int(np.sum(switched == car)), len(car), 2 / 3).pvalue > 1e-3

"""chapter03/running_mean against exact means of Python's statistics module."""

import statistics
from fractions import Fraction

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

running_mean = Suite.load(builtin_course(), "chapter03/running_mean").namespace["running_mean"]


@pytest.mark.parametrize("unit", [1e-150, 1.0, 1e150])
def test_exact_means_agree(unit: float) -> None:
    """A sum of t + 1 terms is rounded t times: t · 1.1e-16 of the sum of the moduli."""
    x = unit * np.random.default_rng(0).normal(size=40)
    exact = [float(statistics.mean(map(Fraction, x[: t + 1]))) for t in range(40)]
    moduli = np.cumsum(np.abs(x)) / np.arange(1, 41)
    assert np.all(np.abs(running_mean(x) - exact) <= 42 * 2.0**-53 * moduli)


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int64"])
def test_whole_numbers_are_exact_up_to_the_division(dtype: str) -> None:
    """Sums of integers below 2⁵³ are exact in float64, so each mean is the nearest float."""
    x = np.random.default_rng(1).integers(100, 120, size=50).astype(dtype)
    assert running_mean(x).tolist() == [float(statistics.mean(map(Fraction, x[: t + 1].tolist()))) for t in range(50)]

"""chapter04/spread_measures against exact fractions, the statistics module and SciPy."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

spread_measures = Suite.load(builtin_course(), "chapter04/spread_measures").namespace["spread_measures"]


@pytest.mark.parametrize("offset", [0.0, 1e6, -1e6])
@pytest.mark.parametrize("N", [2, 5, 12])
def test_exact_arithmetic_agrees(N: int, offset: float) -> None:
    """The mean is off by a few ulps of the offset, 1e-9, and the variance by the square of that."""
    x = offset + np.random.default_rng(N).normal(size=N)
    spread = spread_measures(x)
    exact = [Fraction(value) for value in x]
    var1 = statistics.variance(exact)
    assert spread["var0"] == pytest.approx(float(statistics.pvariance(exact)), rel=1e-12)
    assert spread["var1"] == pytest.approx(float(var1), rel=1e-12)
    assert spread["std1"] == pytest.approx(math.sqrt(var1), rel=1e-12)
    assert spread["sem"] == pytest.approx(math.sqrt(var1 / N), rel=1e-12)
    m = sum(exact) / N
    assert spread["mad_mean"] == pytest.approx(float(sum(abs(value - m) for value in exact) / N), rel=2e-9)


@pytest.mark.parametrize("N", [2, 5, 12])
def test_scipy_agrees(N: int) -> None:
    """On integers, with ties."""
    x = np.random.default_rng(N).integers(-4, 9, size=N)
    spread = spread_measures(x)
    assert spread["mad_median"] == stats.median_abs_deviation(x)
    assert spread["sem"] == pytest.approx(stats.sem(x), rel=1e-14)


def test_one_value_has_no_spread_and_tells_of_none() -> None:
    """Of what divides by N − 1 nothing is known."""
    spread = spread_measures(np.array([0.1]))
    assert [name for name, value in spread.items() if value == 0] == ["mad_mean", "mad_median", "var0"]
    assert [name for name, value in spread.items() if math.isnan(value)] == ["var1", "std1", "sem"]

"""chapter04/pearson_r against SciPy, the statistics module and exact fractions."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

pearson_r = Suite.load(builtin_course(), "chapter04/pearson_r").namespace["pearson_r"]


@pytest.mark.parametrize("N", [2, 3, 9, 50])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_exact_arithmetic_and_scipy_agree(N: int, offset: float) -> None:
    """The means are off by an ulp of the offset, 1e-10; in r that enters squared, the deviations by their own rounding."""
    rng = np.random.default_rng(N)
    x = rng.normal(size=N)
    x, y = x + offset, x + rng.normal(size=N) - 2 * offset
    u, v = [Fraction(value) for value in x], [Fraction(value) for value in y]
    du, dv = [value - sum(u) / N for value in u], [value - sum(v) / N for value in v]
    squares = sum(d * d for d in du) * sum(d * d for d in dv)
    exact = float(sum(d * e for d, e in zip(du, dv, strict=True))) / math.sqrt(squares)
    assert pearson_r(x, y) == pytest.approx(exact, rel=1e-12)
    assert pearson_r(x, y) == pytest.approx(stats.pearsonr(x, y).statistic, rel=1e-9)
    assert pearson_r(x, y) == pytest.approx(statistics.correlation(x.tolist(), y.tolist()), rel=1e-9)


def test_constants_have_none_whatever_rounding_does() -> None:
    """Of all constants of three digits, many have a computed deviation that is not 0; r is NaN for each."""
    rising = np.arange(7.0)
    constants = [np.full(7, c / 100) for c in range(1, 1000)]
    assert np.mean([x.std() != 0 for x in constants]) > 0.2
    assert all(math.isnan(pearson_r(x, rising)) and math.isnan(pearson_r(rising, x)) for x in constants)

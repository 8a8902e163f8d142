"""chapter03/binomial_pmf against exact fractions and SciPy."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

binomial_pmf = Suite.load(builtin_course(), "chapter03/binomial_pmf").namespace["binomial_pmf"]


@pytest.mark.parametrize("p", [0.0, 1e-9, 0.25, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("n", [0, 1, 2, 7])
def test_few_throws_are_exact(n: int, p: float) -> None:
    """Every k, also impossible ones, as fractions of the very p."""
    q = Fraction(p)
    for k in range(-1, n + 2):
        exact = math.comb(n, k) * q**k * (1 - q) ** (n - k) if 0 <= k <= n else 0
        assert binomial_pmf(k, n, p) == pytest.approx(float(exact), rel=1e-13)


@pytest.mark.parametrize("p", [1e-3, 0.3, 0.5, 0.97])
def test_thousands_of_throws_agree_with_scipy(p: float) -> None:
    """lgamma(2001) is 13206, known to half an ulp of 2e-12: a dozen such errors are left of each P, however small."""
    k = np.arange(2001)
    wanted = stats.binom.pmf(k, 2000, p)
    shown = wanted > 1e-300
    np.testing.assert_allclose(binomial_pmf(k, 2000, p)[shown], wanted[shown], rtol=2e-11)

"""chapter03/pmf_moments against exact fractions and SciPy's moments of a histogram."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

pmf_moments = Suite.load(builtin_course(), "chapter03/pmf_moments").namespace["pmf_moments"]


@pytest.mark.parametrize("offset", [0.0, 1e8, -1e8])
@pytest.mark.parametrize("seed", range(5))
def test_exact_arithmetic_agrees(offset: float, seed: int) -> None:
    """The mean to an ulp or two of the offset, δ; the variance to 1e-13 and δ², as the explanation has it."""
    rng = np.random.default_rng(seed)
    x, p = offset + rng.normal(size=6), rng.dirichlet(np.ones(6))
    values, weights = [Fraction(v) for v in x], [Fraction(w) for w in p]
    total = sum(weights)
    mean = sum(v * w for v, w in zip(values, weights, strict=True)) / total
    variance = sum((v - mean) ** 2 * w for v, w in zip(values, weights, strict=True)) / total
    got = pmf_moments(x, p)
    unit = np.spacing(max(abs(offset), 1.0))
    assert got[0] == pytest.approx(float(mean), abs=8 * unit)
    assert got[1] == pytest.approx(float(variance), rel=1e-13, abs=64 * unit**2)


def test_scipy_agrees() -> None:
    """A histogram whose bins have these probabilities: its variance has a twelfth of the width squared besides."""
    p = np.random.default_rng(1).dirichlet(np.ones(8))
    histogram = stats.rv_histogram((p, np.arange(9) - 3.5), density=False)
    mean, variance = histogram.mean(), histogram.var()
    assert pmf_moments(np.arange(-3.0, 5.0), p) == pytest.approx((mean, variance - 1 / 12), rel=1e-13)

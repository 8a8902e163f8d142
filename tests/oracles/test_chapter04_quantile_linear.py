"""chapter04/quantile_linear against NumPy's default, SciPy's `mquantiles` and exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import mstats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

quantile_linear = Suite.load(builtin_course(), "chapter04/quantile_linear").namespace["quantile_linear"]


@pytest.mark.parametrize("N", [1, 2, 5, 12])
@pytest.mark.parametrize("shape", [(), (7,), (2, 3)])
def test_numpy_and_scipy_agree(N: int, shape: tuple[int, ...]) -> None:
    """Two products and a sum: a few roundings of the largest value."""
    rng = np.random.default_rng(N)
    x, q = rng.normal(size=N), rng.uniform(size=shape)
    ours = quantile_linear(x, q)
    np.testing.assert_allclose(ours, np.quantile(x, q), atol=1e-15, rtol=1e-14)
    np.testing.assert_allclose(np.ravel(ours), mstats.mquantiles(x, np.ravel(q), 1, 1), atol=1e-14)
    assert np.shape(ours) == shape


def test_exact_fractions_agree() -> None:
    """Every share k/12 of every sample of up to 7 whole numbers."""
    rng = np.random.default_rng(0)
    for N in range(1, 8):
        x = rng.integers(-20, 20, size=N)
        ordered = sorted(map(Fraction, x.tolist()))
        for k in range(13):
            rank = (N - 1) * Fraction(k, 12)
            low = ordered[rank.numerator // rank.denominator]
            high = ordered[-(-rank.numerator // rank.denominator)]
            exact = low + (rank - rank.numerator // rank.denominator) * (high - low)
            assert quantile_linear(x, k / 12) == pytest.approx(float(exact), abs=1e-13)

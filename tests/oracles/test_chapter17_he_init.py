"""chapter17/he_init against SciPy's normal distribution, and the moments in depth."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

he_init = Suite.load(builtin_course(), "chapter17/he_init").namespace["he_init"]


@pytest.mark.parametrize("slope", [0.0, 0.2, 1.0])
def test_law_is_scipys(slope: float) -> None:
    """Kolmogorov and Smirnov find nothing."""
    W = he_init(50, 200, slope, np.random.default_rng(3))
    assert stats.kstest(W.ravel(), stats.norm(scale=np.sqrt(2 / (1 + slope**2) / 50)).cdf).pvalue > 1e-3


@pytest.mark.parametrize("slope", [0.0, 0.3])
def test_second_moments_last(slope: float) -> None:
    """On average over 200 networks of 5 layers, the second moment stays within 15 % (its error is about 4 %)."""
    rng, moments = np.random.default_rng(0), []
    for _ in range(200):
        z = rng.normal(size=(4, 100))
        for _ in range(5):
            z = np.where(z > 0, z, slope * z) @ he_init(100, 100, slope, rng)
        moments.append(np.mean(z**2))
    assert np.mean(moments) == pytest.approx(1.0, abs=0.15)

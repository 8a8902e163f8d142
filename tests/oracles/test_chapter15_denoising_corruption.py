"""chapter15/denoising_corruption against SciPy's tests of laws, with fixed seeds."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

corrupt = Suite.load(builtin_course(), "chapter15/denoising_corruption").namespace["denoising_corruption"]


@pytest.mark.parametrize("level", [0.2, 0.7])
def test_masked_entries_of_rows_are_binomial(level: float) -> None:
    """The counts of 4000 rows of 10: chi-squared against the binomial law."""
    noisy = corrupt(np.ones((4000, 10)), "mask", level, np.random.default_rng(0))
    counts = np.bincount((noisy == 0).sum(axis=1), minlength=11)
    expected = 4000 * stats.binom.pmf(np.arange(11), 10, level)
    common = expected > 5
    observed, right = (np.append(a[common], a[~common].sum()) for a in (counts, expected))
    assert stats.chisquare(observed, right).pvalue > 1e-3


def test_noise_is_normal() -> None:
    """Kolmogorov and Smirnov, with the standard deviation that was asked for."""
    noise = corrupt(np.full((100, 100), 5.0), "gauss", 0.3, np.random.default_rng(0)) - 5.0
    assert stats.kstest(noise.ravel(), stats.norm(scale=0.3).cdf).pvalue > 1e-3

"""chapter21/q_sample against a chain of single steps: its exact covariance, and its frequencies."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

q_sample = Suite.load(builtin_course(), "chapter21/q_sample").namespace["q_sample"]
BETA = np.array([0.0, 0.1, 0.25, 0.4])
ALPHA_BAR = np.cumprod(1 - BETA)


@pytest.mark.parametrize("t", [0, 1, 2, 3])
def test_has_the_law_of_single_steps(t: int) -> None:
    """Mean and variance of a chain of single steps, propagated exactly, are the squares of the factors."""
    mean, var = 1.0, 0.0
    for beta in BETA[1 : t + 1]:
        mean, var = np.sqrt(1 - beta) * mean, (1 - beta) * var + beta
    one, zero, steps = np.ones((1, 1)), np.zeros((1, 1)), np.array([t])
    assert q_sample(one, steps, zero, ALPHA_BAR)[0, 0] == pytest.approx(mean, rel=1e-14)
    assert q_sample(zero, steps, one, ALPHA_BAR)[0, 0] ** 2 == pytest.approx(var, rel=1e-13, abs=1e-16)


def test_frequencies_are_those_of_single_steps() -> None:
    """Kolmogorov and Smirnov: 4000 chains of three steps against 4000 samples at once."""
    rng = np.random.default_rng(0)
    x = np.full((4000, 1), 1.7)
    for beta in BETA[1:]:
        x = np.sqrt(1 - beta) * x + np.sqrt(beta) * rng.standard_normal(x.shape)
    start, steps = np.full((4000, 1), 1.7), np.full(4000, 3)
    at_once = q_sample(start, steps, rng.standard_normal((4000, 1)), ALPHA_BAR)
    assert stats.ks_2samp(x.ravel(), at_once.ravel()).pvalue > 1e-3


def test_rows_do_not_mix() -> None:
    """Row n depends on x0[n], eps[n] and t[n] alone."""
    rng = np.random.default_rng(1)
    x0, eps, t = rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), np.array([3, 0, 2, 3])
    together = q_sample(x0, t, eps, ALPHA_BAR)
    for n in range(4):
        np.testing.assert_array_equal(together[n], q_sample(x0[[n]], t[[n]], eps[[n]], ALPHA_BAR)[0])

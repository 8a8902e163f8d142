"""chapter04/three_means against SciPy, and against the statistics module."""

import statistics

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

three_means = Suite.load(builtin_course(), "chapter04/three_means").namespace["three_means"]


@pytest.mark.parametrize("N", [1, 2, 7, 400])
@pytest.mark.parametrize("about", [1e-300, 1e-3, 1.0, 1e3, 1e150])
def test_scipy_and_statistics_agree(N: int, about: float) -> None:
    """log x is at most 700, and so exp(mean log x) is right to 700 roundings."""
    x = about * np.random.default_rng(N).uniform(0.5, 20.0, size=N)
    scipy = x.mean(), stats.gmean(x), stats.hmean(x)
    python = statistics.fmean(x), statistics.geometric_mean(x), statistics.harmonic_mean(x.tolist())
    assert three_means(x) == pytest.approx(scipy, rel=2e-13)
    assert three_means(x) == pytest.approx(python, rel=2e-13)


def test_harmonic_is_at_most_geometric_is_at_most_arithmetic() -> None:
    """H ≤ G ≤ A up to rounding, for constant samples, too."""
    rng = np.random.default_rng(0)
    samples = [rng.uniform(0.1, 9.0, size=5) for _ in range(200)] + [np.full(5, c / 100) for c in range(1, 200)]
    for A, G, H in map(three_means, samples):
        assert H <= G * (1 + 1e-14)
        assert G <= A * (1 + 1e-14)

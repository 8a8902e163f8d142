"""chapter04/spearman_rho against SciPy."""

import math

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

spearman_rho = Suite.load(builtin_course(), "chapter04/spearman_rho").namespace["spearman_rho"]


@pytest.mark.parametrize("seed", range(30))
def test_scipy_agrees(seed: int) -> None:
    """With many ties, few, and none: ranks are exact, and what is left is a quotient."""
    rng = np.random.default_rng(seed)
    N, values = int(rng.integers(3, 15)), int(rng.choice([3, 8, 1000]))
    x, y = np.arange(N) % values, rng.integers(values, size=N)
    y[:2] = 0, 1
    assert spearman_rho(x, y) == pytest.approx(stats.spearmanr(x, y).statistic, rel=1e-13, abs=1e-15)
    assert spearman_rho(x, y) == pytest.approx(
        stats.pearsonr(stats.rankdata(x), stats.rankdata(y)).statistic, abs=1e-14
    )


def test_a_constant_has_none() -> None:
    """Ranks of a constant are exactly their mean."""
    assert all(math.isnan(spearman_rho(np.full(N, 0.1), np.arange(N))) for N in range(2, 40))

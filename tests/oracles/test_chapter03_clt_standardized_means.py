"""chapter03/clt_standardized_means, and the law that its suite compares with, against SciPy."""

import math

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

SUITE = Suite.load(builtin_course(), "chapter03/clt_standardized_means")
clt_standardized_means = SUITE.namespace["clt_standardized_means"]


@pytest.mark.parametrize("n", [1, 2, 50])
def test_the_law_of_the_suite_is_scipys(n: int) -> None:
    """A sum of n exponential numbers has the gamma law with shape n."""
    z = np.linspace(-4.0, 12.0, 400)
    wanted = stats.gamma.cdf(n + math.sqrt(n) * z, n)
    np.testing.assert_allclose(SUITE.module.erlang_cdf(n)(z), wanted, atol=1e-13)


@pytest.mark.parametrize(("n", "reps"), [(1, 5), (7, 1), (30, 40)])
def test_agrees_with_scipys_z_scores(n: int, reps: int) -> None:
    """Row by row: the statistic of a z-test with known deviation."""
    Z = clt_standardized_means(
        lambda rng, size: rng.gamma(2.0, 3.0, size), 6.0, 18**0.5, n, reps, np.random.default_rng(0)
    )
    x = np.random.default_rng(0).gamma(2.0, 3.0, (reps, n))
    np.testing.assert_allclose(Z, stats.zmap(x.mean(axis=1), [6 - (18 / n) ** 0.5, 6 + (18 / n) ** 0.5]), rtol=1e-12)

"""chapter02/marginals against SciPy's margins of contingency tables, and exact sums."""

import math

import numpy as np
import pytest
from scipy.stats import contingency

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

marginals = Suite.load(builtin_course(), "chapter02/marginals").namespace["marginals"]


@pytest.mark.parametrize("shape", [(3, 5), (4, 4), (1, 6), (5, 1), (40, 30)])
def test_agrees_with_scipy_and_exact_sums(shape: tuple[int, int]) -> None:
    """Of n positive terms, a sum is off by n units at most."""
    J = np.random.default_rng(0).dirichlet(np.ones(math.prod(shape))).reshape(shape)
    p_A, p_B = marginals(J)
    rows, columns = contingency.margins(J)
    np.testing.assert_allclose(p_A, rows.ravel(), rtol=1e-14)
    np.testing.assert_allclose(p_B, columns.ravel(), rtol=1e-14)
    np.testing.assert_allclose(p_A, [math.fsum(row) for row in J], rtol=shape[1] * 2.0**-52)
    np.testing.assert_allclose(p_B, [math.fsum(column) for column in J.T], rtol=shape[0] * 2.0**-52)

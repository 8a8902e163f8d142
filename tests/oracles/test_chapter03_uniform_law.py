"""chapter03/uniform_law against SciPy."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

uniform_law = Suite.load(builtin_course(), "chapter03/uniform_law").namespace["uniform_law"]


@pytest.mark.parametrize(("a", "b"), [(0.0, 1.0), (-3.5, -1.0), (2.0, 2.125), (-1e6, 1e6)])
def test_scipy_agrees(a: float, b: float) -> None:
    """Inside, outside, and at both ends, which belong to the interval."""
    x = np.concatenate([[a, b, a - 1, b + 1], np.random.default_rng(0).uniform(a - 2, b + 2, size=50)])
    f, F = uniform_law(x, a, b)
    np.testing.assert_allclose(f, stats.uniform.pdf(x, a, b - a), rtol=1e-15)
    np.testing.assert_allclose(F, stats.uniform.cdf(x, a, b - a), rtol=1e-15)

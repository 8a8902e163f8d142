"""chapter17/relu_function_approx against NumPy's and SciPy's interpolation."""

import numpy as np
import pytest
from scipy.interpolate import make_interp_spline

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

approximate = Suite.load(builtin_course(), "chapter17/relu_function_approx").namespace["relu_function_approx"]


@pytest.mark.parametrize("m", [2, 3, 40])
def test_is_the_spline_of_degree_one(m: int) -> None:
    """On the range of the knots."""
    rng = np.random.default_rng(m)
    knots, values = np.sort(rng.normal(size=m)), rng.normal(size=m)
    W1, b1, w2, b2 = approximate(knots, values)
    x = np.linspace(knots[0], knots[-1], 500)
    found = np.maximum(x[:, None] @ W1 + b1, 0) @ w2 + b2
    np.testing.assert_allclose(found, np.interp(x, knots, values), atol=1e-9)
    np.testing.assert_allclose(found, make_interp_spline(knots, values, k=1)(x), atol=1e-9)

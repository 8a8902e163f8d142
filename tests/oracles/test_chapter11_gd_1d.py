from __future__ import annotations

import mpmath
import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gd_1d = Suite.load(builtin_course(), "chapter11/gd_1d").namespace["gd_1d"]


@pytest.mark.parametrize("lr", ["0.03", "0.08", "0.15", "0.2"])
def test_follows_the_closed_form_in_fifty_digits(lr):
    """On 6x² − 12x + 3 the distance to the minimum is (1 − 12 lr)^t times that of the start."""
    with mpmath.workdps(50):
        step = mpmath.mpf(float(lr))
        want = [float(1 + (1 - 12 * step) ** t * 2) for t in range(31)]
    np.testing.assert_allclose(gd_1d(lambda x: 12 * x - 12, 3.0, float(lr), 30), want, rtol=1e-12)


def test_arrives_where_scipy_does():
    """With small steps it ends in the minimum that Brent's method finds."""
    way = gd_1d(lambda x: x / 2 + np.cos(2 * x), 3.0, 0.1, 400)
    found = minimize_scalar(lambda x: x**2 / 4 + np.sin(2 * x) / 2, bracket=(2.0, 3.0))
    assert way[-1] == pytest.approx(found.x, abs=1e-7)


def test_follows_the_flow_of_the_gradient():
    """With ever smaller steps it becomes the solution of x′ = −f′(x); for f = x⁴/4 that is x₀ / √(1 + 2 x₀² t)."""
    errors = [abs(gd_1d(lambda x: x**3, 1.5, 2.0 / n, n)[-1] - 1.5 / np.sqrt(1 + 2 * 1.5**2 * 2)) for n in (500, 1000)]
    assert errors[0] / errors[1] == pytest.approx(2.0, rel=0.02)

"""chapter07/derivative_limit against secants in fifty digits, and its error against mpmath's second derivative."""

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

derivative_limit = Suite.load(builtin_course(), "chapter07/derivative_limit").namespace["derivative_limit"]
FUNCTIONS = {
    "sin": (np.sin, mpmath.sin),
    "exp": (np.exp, mpmath.exp),
    "quartic": (lambda x: x**4 - x, lambda x: x**4 - x),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("h", [0.5, -0.5, 1e-2, 1e-4])
def test_is_the_secant_in_fifty_digits(name: str, h: float) -> None:
    """Rounding of f, a few units in its last place, is divided by h, and nothing else is lost."""
    f, exact = FUNCTIONS[name]
    x = np.array([0.7, 1.0, 1.9])
    with mpmath.workdps(50):
        want = [float((exact(mpmath.mpf(t) + mpmath.mpf(h)) - exact(mpmath.mpf(t))) / mpmath.mpf(h)) for t in x]
    # x + h is rounded, too: that moves f by up to u |x f′|.
    np.testing.assert_allclose(derivative_limit(f, x, h), want, atol=1e-14 / abs(h), rtol=0)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_its_error_is_half_of_h_times_the_second_derivative(name: str) -> None:
    """To first order in h; the next term is h/3 f‴/f″ of it."""
    f, exact = FUNCTIONS[name]
    with mpmath.workdps(50):
        first, second = (float(mpmath.diff(exact, 1.1, k)) for k in (1, 2))
    error = derivative_limit(f, 1.1, 1e-4) - first
    assert error == pytest.approx(0.5e-4 * second, rel=1e-3)

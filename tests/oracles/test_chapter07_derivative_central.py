"""chapter07/derivative_central against differences and third derivatives in fifty digits, and SciPy's derivatives."""

import mpmath
import numpy as np
import pytest
from scipy.differentiate import derivative

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

derivative_central = Suite.load(builtin_course(), "chapter07/derivative_central").namespace["derivative_central"]
FUNCTIONS = {
    "sin": (np.sin, mpmath.sin),
    "exp": (np.exp, mpmath.exp),
    "quartic": (lambda x: x**4 - x, lambda x: x**4 - x),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("h", [0.5, 1e-2, 1e-4])
def test_is_the_difference_in_fifty_digits(name: str, h: float) -> None:
    """Rounding of f, a few units in its last place, is divided by h, and nothing else is lost."""
    f, exact = FUNCTIONS[name]
    x = np.array([0.7, 1.0, 1.9])
    with mpmath.workdps(50):
        step = mpmath.mpf(h)
        want = [float((exact(mpmath.mpf(t) + step) - exact(mpmath.mpf(t) - step)) / (2 * step)) for t in x]
    np.testing.assert_allclose(derivative_central(f, x, h), want, atol=1e-14 / h, rtol=0)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_its_error_is_a_sixth_of_the_square_of_h_times_the_third_derivative(name: str) -> None:
    """To second order in h."""
    f, exact = FUNCTIONS[name]
    with mpmath.workdps(50):
        first, third = (float(mpmath.diff(exact, 1.1, k)) for k in (1, 3))
    error = derivative_central(f, 1.1, 1e-3) - first
    assert error == pytest.approx(1e-6 / 6 * third, rel=1e-3)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_without_h_it_is_scipys_derivative(name: str) -> None:
    """To ten digits: 10⁻⁵ is near the best step."""
    f, _ = FUNCTIONS[name]
    x = np.array([0.7, 1.3, 1.9])
    np.testing.assert_allclose(derivative_central(f, x), derivative(f, x).df, rtol=1e-9)

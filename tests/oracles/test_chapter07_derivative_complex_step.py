"""chapter07/derivative_complex_step against derivatives in fifty digits."""

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

complex_step = Suite.load(builtin_course(), "chapter07/derivative_complex_step").namespace["derivative_complex_step"]
FUNCTIONS = {
    "product": lambda m, t: m.sin(2 * t) * m.exp(t / 2),
    "quotient": lambda m, t: m.exp(t) / (1 + t**2),
    "composition": lambda m, t: m.exp(m.sin(t) - t) + t**4 / 8,
    "logarithm": lambda m, t: m.log(1 + t**2) * m.cos(t),
}


def derivative(name: str, x: float, k: int) -> float:
    with mpmath.workdps(50):
        return float(mpmath.diff(lambda t: FUNCTIONS[name](mpmath, t), mpmath.mpf(x), k))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("h", [1e-20, 1e-100, 1e-200])
def test_has_all_digits(name: str, h: float) -> None:
    """A few units in the last place of the derivative's terms."""
    x = np.array([0.4, 1.1, 2.3])
    want = [derivative(name, u, 1) for u in x]
    np.testing.assert_allclose(complex_step(lambda z: FUNCTIONS[name](np, z), x, h), want, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_its_error_is_a_sixth_of_the_square_of_h_times_the_third_derivative(name: str) -> None:
    """With the other sign than that of a central difference."""
    error = complex_step(lambda z: FUNCTIONS[name](np, z), 1.1, 1e-3) - derivative(name, 1.1, 1)
    assert error == pytest.approx(-1e-6 / 6 * derivative(name, 1.1, 3), rel=1e-3)

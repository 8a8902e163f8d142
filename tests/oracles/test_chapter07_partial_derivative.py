"""chapter07/partial_derivative against differences in fifty digits, and autograd's gradients."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

partial_derivative = Suite.load(builtin_course(), "chapter07/partial_derivative").namespace["partial_derivative"]
X = np.array([0.7, 1.9, -0.4])


def f(x):
    return anp.sin(x[0] * x[1]) * anp.exp(x[2]) + x[0] ** 3


@pytest.mark.parametrize("i", range(3))
@pytest.mark.parametrize("h", [0.5, 1e-2, 1e-4])
def test_is_the_difference_in_fifty_digits(i: int, h: float) -> None:
    """Rounding of f, a few units in its last place, is divided by h, and nothing else is lost."""
    with mpmath.workdps(50):

        def moved(by):
            a, b, c = [mpmath.mpf(t) + (by if j == i else 0) for j, t in enumerate(X)]
            return mpmath.sin(a * b) * mpmath.exp(c) + a**3

        want = float((moved(mpmath.mpf(h)) - moved(-mpmath.mpf(h))) / (2 * mpmath.mpf(h)))
    assert partial_derivative(f, X, i, h) == pytest.approx(want, abs=1e-14 / h)


@pytest.mark.parametrize("i", range(3))
def test_without_h_it_is_autograds_entry(i: int) -> None:
    """To nine digits."""
    assert partial_derivative(f, X, i) == pytest.approx(grad(f)(X)[i], rel=1e-9, abs=1e-9)

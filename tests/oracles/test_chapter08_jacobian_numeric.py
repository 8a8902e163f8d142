"""chapter08/jacobian_numeric against automatic differentiation, SciPy, mpmath, and its own error formula."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import jacobian
from scipy import differentiate

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

jacobian_numeric = Suite.load(builtin_course(), "chapter08/jacobian_numeric").namespace["jacobian_numeric"]

FUNCTIONS = {
    "polar coordinates": lambda x: anp.stack([x[0] * anp.cos(x[1]), x[0] * anp.sin(x[1]), x[2] * x[0]]),
    "two outputs": lambda x: anp.stack([anp.exp(anp.sum(x) / 4), anp.prod(anp.sin(x))]),
    "five outputs": lambda x: anp.tanh(anp.outer(anp.arange(1.0, 6.0) / 4, x) @ anp.cos(x)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_agrees_with_autograd_to_ten_digits(name: str) -> None:
    """h²/6 and u/h are both about 1e-11."""
    x = np.array([0.7, -1.2, 0.4])
    np.testing.assert_allclose(jacobian_numeric(FUNCTIONS[name], x), jacobian(FUNCTIONS[name])(x), rtol=0, atol=1e-9)


def test_agrees_with_scipys_adaptive_differences() -> None:
    """Rows are outputs, columns are inputs, for SciPy as well."""
    A, x = np.random.default_rng(0).normal(size=(2, 4)), np.array([0.3, -0.4, 1.0, 0.8])
    theirs = differentiate.jacobian(lambda x: np.sin(np.tensordot(A, x, axes=1)), x).df
    np.testing.assert_allclose(jacobian_numeric(lambda x: np.sin(A @ x), x), theirs, rtol=0, atol=1e-8)


def test_the_error_is_h_squared_over_six_times_the_third_derivative() -> None:
    """mpmath has the third derivative, to thirty digits."""
    third = float(mpmath.diff(lambda t: mpmath.exp(mpmath.sin(t)), 1, 3))
    first = float(mpmath.diff(lambda t: mpmath.exp(mpmath.sin(t)), 1))
    for h in (1e-2, 1e-3):
        measured = jacobian_numeric(lambda x: np.exp(np.sin(x)), np.array([1.0]), h)[0, 0]
        assert (measured - first) / h**2 == pytest.approx(third / 6, rel=1e-3)

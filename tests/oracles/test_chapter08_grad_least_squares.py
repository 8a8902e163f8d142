"""chapter08/grad_least_squares against automatic differentiation, SciPy's least squares, and scikit-learn."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy import optimize
from sklearn.linear_model import LinearRegression

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

grad_least_squares = Suite.load(builtin_course(), "chapter08/grad_least_squares").namespace["grad_least_squares"]


@pytest.mark.parametrize(("m", "n"), [(7, 3), (4, 4), (2, 5)])
def test_agrees_with_autograd(m: int, n: int) -> None:
    """To rounding."""
    rng = np.random.default_rng(m)
    A, x, b = rng.normal(size=(m, n)), rng.normal(size=n), rng.normal(size=m)
    expected = grad(lambda x: 0.5 * anp.sum((anp.dot(A, x) - b) ** 2))(x)
    np.testing.assert_allclose(grad_least_squares(A, x, b), expected, rtol=1e-12, atol=1e-13)


def test_scipy_calls_it_the_gradient_too() -> None:
    """SciPy's least_squares has the same ½, and returns this gradient at its solution, also where bounds stop it."""
    rng = np.random.default_rng(1)
    A, b = rng.normal(size=(8, 3)), rng.normal(size=8)
    found = optimize.least_squares(lambda x: A @ x - b, np.zeros(3), jac=lambda x: A, bounds=([-0.05] * 3, [0.05] * 3))
    np.testing.assert_allclose(grad_least_squares(A, found.x, b), found.grad, rtol=1e-12)
    assert np.abs(found.grad).max() > 0.1


def test_is_zero_where_scikit_learn_ends() -> None:
    """At the coefficients of a linear regression."""
    rng = np.random.default_rng(2)
    A, b = rng.normal(size=(20, 4)), rng.normal(size=20)
    x = LinearRegression(fit_intercept=False).fit(A, b).coef_
    np.testing.assert_allclose(grad_least_squares(A, x, b), 0, atol=1e-12)

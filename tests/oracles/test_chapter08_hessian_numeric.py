"""chapter08/hessian_numeric against automatic differentiation, SciPy's Rosenbrock, and mpmath."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import hessian
from scipy import optimize

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

hessian_numeric = Suite.load(builtin_course(), "chapter08/hessian_numeric").namespace["hessian_numeric"]


@pytest.mark.parametrize("n", [1, 2, 4])
def test_agrees_with_autograd(n: int) -> None:
    """To five digits at the default step."""

    def f(x: object) -> object:
        return anp.log(anp.sum(anp.exp(x))) + anp.prod(anp.cos(x))

    x = np.random.default_rng(n).normal(size=n)
    expected = hessian(f)(x)
    np.testing.assert_allclose(hessian_numeric(f, x), expected, rtol=0, atol=1e-5 * np.abs(expected).max())


def test_agrees_with_scipy_on_rosenbrock() -> None:
    """SciPy has the Hessian by hand; the error is 8h² times 100 or so, of entries of a thousand."""
    x = np.array([1.3, 0.7, 0.8, 1.9])
    np.testing.assert_allclose(hessian_numeric(optimize.rosen, x), optimize.rosen_hess(x), rtol=0, atol=1e-2)
    np.testing.assert_allclose(hessian_numeric(optimize.rosen, x, 1e-4), optimize.rosen_hess(x), rtol=0, atol=1e-4)


def test_the_error_is_h_squared_over_three_times_the_fourth_derivative() -> None:
    """On the diagonal, where both steps are along one axis; mpmath has the derivatives to fifteen digits."""
    second, fourth = (float(mpmath.diff(lambda t: mpmath.exp(mpmath.sin(t)), 1, k)) for k in (2, 4))
    h = 1e-2
    measured = hessian_numeric(lambda x: float(np.exp(np.sin(x[0]))), np.array([1.0]), h)[0, 0]
    assert (measured - second) / h**2 == pytest.approx(fourth / 3, rel=1e-2)

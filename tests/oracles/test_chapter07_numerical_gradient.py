"""chapter07/numerical_gradient against autograd, and SciPy's derivatives."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.optimize import approx_fprime

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

numerical_gradient = Suite.load(builtin_course(), "chapter07/numerical_gradient").namespace["numerical_gradient"]


def log_sum_exp(x):
    return anp.log(anp.sum(anp.exp(x)))


def quotient(x):
    return anp.sum(x**3) / (1 + anp.sum(x**2))


@pytest.mark.parametrize("f", [log_sum_exp, quotient])
@pytest.mark.parametrize("shape", [(5,), (2, 3), (2, 1, 2), ()])
def test_is_autograds_gradient(f, shape):
    """To nine digits, whatever the shape."""
    x = np.array(np.random.default_rng(1).normal(size=shape))
    np.testing.assert_allclose(numerical_gradient(f, x), grad(f)(x), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("f", [log_sum_exp, quotient])
def test_is_scipys_to_order_one(f):
    """SciPy's forward differences are off by about √u."""
    x = np.random.default_rng(2).normal(size=4)
    np.testing.assert_allclose(numerical_gradient(f, x), approx_fprime(x, f), atol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.int64])
def test_narrow_points_are_those_of_float64(dtype):
    """The same numbers in float64 give the same gradient, bit for bit."""
    x = np.array([[1.0, 2.0], [3.0, 5.0]]).astype(dtype)
    np.testing.assert_array_equal(numerical_gradient(quotient, x), numerical_gradient(quotient, x.astype(float)))

"""chapter13/hessian_vector_product against SciPy's Hessian of Rosenbrock's function and autograd's."""

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad, hessian_vector_product
from scipy import optimize

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

hvp = Suite.load(builtin_course(), "chapter13/hessian_vector_product").namespace["hessian_vector_product"]


@pytest.mark.parametrize("length", [1e-8, 1.0, 1e4, 1e10])
def test_agrees_with_scipy_on_rosenbrock(length: float) -> None:
    """Far below the 1e-5 that are asked for, whatever the length of v."""
    rng = np.random.default_rng(0)
    x, v = rng.uniform(0.5, 1.5, size=5), length * rng.normal(size=5)
    exact = optimize.rosen_hess_prod(x, v)
    assert np.max(np.abs(hvp(optimize.rosen_der, x, v) - exact)) < 1e-8 * np.max(np.abs(exact))


def test_agrees_with_autograd() -> None:
    """On a function that is bent in all directions, it is autograd's exact product."""

    def f(x):
        return anp.sum(anp.exp(anp.sin(x))) * anp.sum(x**2)

    rng = np.random.default_rng(1)
    x, v = rng.normal(size=(2, 4))
    np.testing.assert_allclose(hvp(grad(f), x, v), hessian_vector_product(f)(x, v), rtol=1e-7, atol=1e-7)

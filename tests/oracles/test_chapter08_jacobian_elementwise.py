"""chapter08/jacobian_elementwise against automatic differentiation of functions as a whole."""

from collections.abc import Callable

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad, jacobian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

jacobian_elementwise = Suite.load(builtin_course(), "chapter08/jacobian_elementwise").namespace["jacobian_elementwise"]


@pytest.mark.parametrize(
    "f", [anp.tanh, anp.sin, lambda x: x**3 - x, lambda x: anp.log1p(anp.exp(x)), lambda x: anp.maximum(x, 0.0)]
)
@pytest.mark.parametrize("n", [1, 4])
def test_autograd_finds_the_same_matrix(f: Callable[[object], object], n: int) -> None:
    """It does not know that f acts entry by entry, and finds the zeros itself."""
    x = np.random.default_rng(n).normal(size=n)
    np.testing.assert_allclose(jacobian_elementwise(elementwise_grad(f), x), jacobian(f)(x), rtol=1e-13, atol=0)

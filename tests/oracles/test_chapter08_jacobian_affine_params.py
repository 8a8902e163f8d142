"""chapter08/jacobian_affine_params against automatic differentiation."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import jacobian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

jacobian_affine_params = Suite.load(builtin_course(), "chapter08/jacobian_affine_params").namespace[
    "jacobian_affine_params"
]


@pytest.mark.parametrize(("m", "n"), [(3, 4), (4, 2), (1, 1)])
def test_autograd_finds_the_same_matrices(m: int, n: int) -> None:
    """Of y = W x + b, by x and by the weights in a row: no number of either is rounded."""
    rng = np.random.default_rng(m)
    W, x, b = rng.normal(size=(m, n)), rng.normal(size=n), rng.normal(size=m)
    dy_dx, dy_dW = jacobian_affine_params(W, x)
    np.testing.assert_array_equal(dy_dx, jacobian(lambda x: anp.dot(W, x) + b)(x))
    by_row = jacobian(lambda w: anp.dot(anp.reshape(w, (m, n)), x) + b)(W.ravel())
    np.testing.assert_array_equal(dy_dW, by_row)

"""chapter17/batchnorm_backward against autograd."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

backward = Suite.load(builtin_course(), "chapter17/batchnorm_backward").namespace["batchnorm_backward"]


@pytest.mark.parametrize(("N", "D"), [(1, 3), (2, 2), (9, 4)])
def test_agrees_with_autograd(N: int, D: int) -> None:
    """Of a loss that is linear in Y, all three gradients."""
    rng = np.random.default_rng(N)
    dY, X, gamma, beta = rng.normal(size=(N, D)), rng.normal(size=(N, D)), rng.normal(size=D), rng.normal(size=D)

    def loss(X: np.ndarray, gamma: np.ndarray, beta: np.ndarray) -> float:
        centred = X - anp.mean(X, axis=0)
        return anp.sum(dY * (gamma * centred / anp.sqrt(anp.mean(centred**2, axis=0) + 0.01) + beta))

    for k, got in enumerate(backward(dY, X, gamma, 0.01)):
        np.testing.assert_allclose(got, grad(loss, k)(X, gamma, beta), rtol=1e-10, atol=1e-12)

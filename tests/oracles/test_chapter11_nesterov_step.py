"""chapter11/nesterov_step against scikit-learn's optimizer, which keeps the place ahead as its parameters."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

nesterov_step = Suite.load(builtin_course(), "chapter11/nesterov_step").namespace["nesterov_step"]
optimizers = pytest.importorskip("sklearn.neural_network._stochastic_optimizers")


def banana(x: Any) -> Any:
    """Return Rosenbrock's function, summed over pairs of neighbours."""
    return anp.sum(10.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


@pytest.mark.parametrize("mu", [0.0, 0.5, 0.9])
def test_descent_is_that_of_scikit_learn(mu: float) -> None:
    """scikit-learn moves W + mu V, where the gradient is taken; W itself follows from it."""
    lr, slope = 1e-3, grad(banana)
    W = np.array([-0.5, 0.7, 0.3, 0.9])
    V, ahead = np.zeros_like(W), W.copy()
    sgd = optimizers.SGDOptimizer([ahead], learning_rate_init=lr, momentum=mu, nesterov=True)
    for _ in range(50):
        W, V = nesterov_step(W, V, slope, lr, mu)
        sgd.update_params([ahead], [slope(ahead)])
        np.testing.assert_allclose(V, sgd.velocities[0], rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(W + mu * V, ahead, rtol=1e-11)

"""chapter11/momentum_step against a linear filter of SciPy's, and autograd's optimizer with momentum."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from autograd.misc.optimizers import sgd
from scipy.signal import lfilter

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

momentum_step = Suite.load(builtin_course(), "chapter11/momentum_step").namespace["momentum_step"]


@pytest.mark.parametrize("mu", [0.0, 0.5, 0.95])
def test_velocity_is_a_filter_of_the_gradients(mu: float) -> None:
    """For any gradients, the velocities are those gradients through a recursive filter, and W adds them up."""
    rng, lr = np.random.default_rng(0), 0.3
    W = start = rng.normal(size=(3, 5))
    V, gradients = np.zeros_like(W), rng.normal(size=(20, 3, 5))
    velocities = lfilter([-lr], [1.0, -mu], gradients, axis=0)
    for k, dW in enumerate(gradients):
        W, V = momentum_step(W, V, dW, lr, mu)
        np.testing.assert_allclose(V, velocities[k], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(W, start + velocities[: k + 1].sum(axis=0), rtol=1e-12, atol=1e-14)


def banana(x: Any) -> Any:
    """Return Rosenbrock's function, summed over pairs of neighbours."""
    return anp.sum(10.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def test_descent_is_that_of_autograd() -> None:
    """autograd weights the gradient with 1 − mu and multiplies by its step size: lr / (1 − mu) there is lr here."""
    lr, mu = 1e-3, 0.8
    W = start = np.array([-0.5, 0.7, 0.3, 0.9])
    V = np.zeros_like(W)
    for _ in range(50):
        W, V = momentum_step(W, V, grad(banana)(W), lr, mu)
    want = sgd(lambda x, i: grad(banana)(x), start, num_iters=50, step_size=lr / (1.0 - mu), mass=mu)
    np.testing.assert_allclose(W, want, rtol=1e-11)

"""chapter11/adam_step against autograd's optimizer, and linear filters of SciPy's."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from autograd.misc.optimizers import adam
from scipy.signal import lfilter

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

adam_step = Suite.load(builtin_course(), "chapter11/adam_step").namespace["adam_step"]


def banana(x: Any) -> Any:
    """Return Rosenbrock's function, summed over pairs of neighbours."""
    return anp.sum(10.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


@pytest.mark.parametrize(("scale", "eps"), [(1.0, 1e-8), (1e-6, 1e-8), (1.0, 0.5)])
def test_descent_is_that_of_autograd(scale: float, eps: float) -> None:
    """Sixty steps agree, on a steep loss and on a flat one, for a small eps and for a large one."""

    def slope(x: Any, i: int = 0) -> Any:
        return scale * grad(banana)(x)

    W = start = np.array([-0.5, 0.7, 0.3, 0.9])
    M, V = np.zeros_like(W), np.zeros_like(W)
    for t in range(1, 61):
        W, M, V = adam_step(W, M, V, slope(W), t, 0.01, 0.9, 0.99, eps)
    want = adam(slope, start, num_iters=60, step_size=0.01, b1=0.9, b2=0.99, eps=eps)
    np.testing.assert_allclose(W, want, rtol=1e-10)


def test_averages_are_filters() -> None:
    """From zeros, M and V are the gradients and their squares through recursive filters."""
    gradients = np.random.default_rng(4).normal(size=(20, 3, 4))
    W, M, V = (np.zeros((3, 4)) for _ in range(3))
    for dW, m, v, t in zip(
        gradients,
        lfilter([0.1], [1.0, -0.9], gradients, axis=0),
        lfilter([0.001], [1.0, -0.999], gradients**2, axis=0),
        range(1, 21),
        strict=True,
    ):
        W, M, V = adam_step(W, M, V, dW, t)
        np.testing.assert_allclose(M, m, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(V, v, rtol=1e-12)

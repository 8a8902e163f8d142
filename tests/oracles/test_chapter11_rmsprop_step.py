"""chapter11/rmsprop_step against autograd's optimizer, and a linear filter of SciPy's."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from autograd.misc.optimizers import rmsprop
from scipy.signal import lfilter

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

rmsprop_step = Suite.load(builtin_course(), "chapter11/rmsprop_step").namespace["rmsprop_step"]


def banana(x: Any) -> Any:
    """Return Rosenbrock's function, summed over pairs of neighbours."""
    return anp.sum(10.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


@pytest.mark.parametrize("eps", [1e-8, 0.5])
def test_descent_is_that_of_autograd(eps: float) -> None:
    """autograd's averages start from ones; from there, fifty steps agree, for a small eps and for a large one."""
    W = start = np.array([-0.5, 0.7, 0.3, 0.9])
    S = np.ones_like(W)
    for _ in range(50):
        W, S = rmsprop_step(W, S, grad(banana)(W), 0.01, 0.9, eps)
    want = rmsprop(lambda x, i: grad(banana)(x), start, num_iters=50, step_size=0.01, gamma=0.9, eps=eps)
    np.testing.assert_allclose(W, want, rtol=1e-10)


def test_averages_are_a_filter_of_the_squares() -> None:
    """From zeros, S is the squared gradients through a recursive filter."""
    gradients, rho = np.random.default_rng(2).normal(size=(20, 3, 4)), 0.8
    W, S = np.zeros((3, 4)), np.zeros((3, 4))
    averages = lfilter([1.0 - rho], [1.0, -rho], gradients**2, axis=0)
    for dW, want in zip(gradients, averages, strict=True):
        W, S = rmsprop_step(W, S, dW, 0.1, rho, 1e-8)
        np.testing.assert_allclose(S, want, rtol=1e-12)

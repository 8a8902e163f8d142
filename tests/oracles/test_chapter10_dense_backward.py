"""The reference of chapter10/dense_backward agrees with autograd and with exact arithmetic."""

from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

dense_backward = Suite.load(builtin_course(), "chapter10/dense_backward").namespace["dense_backward"]


@pytest.mark.parametrize("sizes", [(7, 5, 3), (4, 4, 4), (1, 5, 3), (6, 1, 1)])
def test_autograd_agrees(sizes):
    """Gradients of Σ dY ∘ (X W + b)."""
    N, D, K = sizes
    rng = np.random.default_rng(sum(sizes))
    dY, X, W, b = rng.normal(size=(N, K)), rng.normal(size=(N, D)), rng.normal(size=(D, K)), rng.normal(size=K)

    def loss(X, W, b):
        return anp.sum(dY * (anp.dot(X, W) + b))

    for got, i in zip(dense_backward(dY, X, W), range(3), strict=True):
        np.testing.assert_allclose(got, autograd.grad(loss, i)(X, W, b), rtol=1e-12, atol=1e-14)


def test_exact_arithmetic_agrees():
    """Whole numbers as fractions: a difference quotient of a linear function is its derivative, exactly."""
    rng = np.random.default_rng(0)
    dY, X, W = (rng.integers(-9, 10, size=shape).astype(float) for shape in ((3, 2), (3, 4), (4, 2)))

    def loss(X, W):
        rows = [[sum(Fraction(X[n, d]) * Fraction(W[d, k]) for d in range(4)) for k in range(2)] for n in range(3)]
        return sum(Fraction(dY[n, k]) * rows[n][k] for n in range(3) for k in range(2))

    dX, dW, _ = dense_backward(dY, X, W)
    for index in np.ndindex(X.shape):
        step = np.zeros_like(X)
        step[index] = 1
        assert loss(X + step, W) - loss(X, W) == dX[index]
    for index in np.ndindex(W.shape):
        step = np.zeros_like(W)
        step[index] = 1
        assert loss(X, W + step) - loss(X, W) == dW[index]

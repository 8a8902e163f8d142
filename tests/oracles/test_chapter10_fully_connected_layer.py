"""The reference of chapter10/fully_connected_layer descends along autograd's gradient of the mean loss."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

Layer = Suite.load(builtin_course(), "chapter10/fully_connected_layer").namespace["FullyConnectedLayer"]


@pytest.mark.parametrize("sizes", [(5, 4, 3), (3, 3, 3), (1, 4, 2)])
def test_steps_follow_the_gradient_of_the_mean_squared_error(sizes):
    """Sample by sample in the layer, the whole batch at once in autograd: three steps, the same W and b."""
    N, D, K = sizes
    rng = np.random.default_rng(sum(sizes))
    X, Y = rng.normal(size=(N, D)), rng.normal(size=(N, K))
    layer = Layer(D, K, np.random.default_rng(1))
    W, b = layer.W.copy(), layer.b.copy()

    def loss(W, b):
        return anp.mean(anp.sum(0.5 * (anp.dot(X, W) + b - Y) ** 2, axis=1))

    for _ in range(3):
        for x, y in zip(X, Y, strict=True):
            layer.backward(layer.forward(x[None]) - y)
        layer.step(0.1)
        W, b = W - 0.1 * autograd.grad(loss, 0)(W, b), b - 0.1 * autograd.grad(loss, 1)(W, b)
        np.testing.assert_allclose(layer.W, W, rtol=1e-12)
        np.testing.assert_allclose(layer.b, b, rtol=1e-12, atol=1e-14)


def test_what_is_handed_back_is_the_gradient_with_respect_to_x():
    """∂L/∂x by autograd."""
    rng = np.random.default_rng(5)
    layer = Layer(4, 3, rng)
    x, dy = rng.normal(size=(1, 4)), rng.normal(size=(1, 3))
    layer.forward(x)
    want = autograd.grad(lambda x: anp.sum(dy * (anp.dot(x, layer.W) + layer.b)))(x)
    np.testing.assert_allclose(layer.backward(dy), want, rtol=1e-12)


def test_the_start_has_the_variance_that_is_asked_for():
    """N(0, 1/D): the sample variance of 60 000 weights lies within six standard errors of 1/D."""
    layer = Layer(200, 300, np.random.default_rng(2))
    assert abs(layer.W.var() * 200 - 1) < 6 * (2 / layer.W.size) ** 0.5
    assert not layer.b.any()

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.linalg import lstsq
from sklearn.neural_network import MLPRegressor

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

SUITE = Suite.load(builtin_course(), "chapter10/network_fit")
Network = SUITE.namespace["Network"]


def test_xor_needs_a_hidden_layer():
    """Without a hidden layer, no run comes near the floor of XOR."""
    data, sizes, minibatches, lr, batch_size = SUITE.module.XOR.values()
    accuracy, floor = SUITE.module.accuracy_on(SUITE.module.XOR), SUITE.module.xor.value
    for seed in range(20):
        linear = Network((sizes[0], sizes[-1]), np.random.default_rng(seed))
        linear.fit(data.X, data.Y, minibatches, lr, batch_size, np.random.default_rng(seed))
        assert accuracy(linear.predict(data.X)) < floor - 0.15


def test_follows_autograd():
    """Minibatch by minibatch, losses and parameters are those of descent by automatic differentiation."""
    rng = np.random.default_rng(3)
    X, Y = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
    network = Network((3, 5, 4, 2), np.random.default_rng(4))
    params = [[W.copy(), b.copy()] for W, b in network.params]
    losses = network.fit(X, Y, 10, 0.3, 6, np.random.default_rng(5))

    def loss(params, X, Y):
        for W, b in params[:-1]:
            X = anp.tanh(anp.dot(X, W) + b)
        return anp.mean((anp.dot(X, params[-1][0]) + params[-1][1] - Y) ** 2) / 2

    order = np.random.default_rng(5)
    for got in losses:
        rows = order.choice(20, size=6, replace=False)
        assert got == pytest.approx(loss(params, X[rows], Y[rows]), rel=1e-10)
        slopes = grad(loss)(params, X[rows], Y[rows])
        params = [[W - 0.3 * dW, b - 0.3 * db] for (W, b), (dW, db) in zip(params, slopes, strict=True)]
    for (W, b), (want_W, want_b) in zip(network.params, params, strict=True):
        np.testing.assert_allclose(W, want_W, rtol=1e-9)
        np.testing.assert_allclose(b, want_b, rtol=1e-9, atol=1e-12)


def test_follows_scikit_learn():
    """The predictions along a run are those of scikit-learn's network, fed with the same minibatches."""
    rng = np.random.default_rng(6)
    X, Y = rng.normal(size=(30, 4)), rng.normal(size=(30, 1))
    network = Network((4, 6, 1), np.random.default_rng(7))
    theirs = MLPRegressor(
        hidden_layer_sizes=(6,), activation="tanh", solver="sgd", alpha=0, momentum=0, learning_rate_init=0.2
    )
    theirs.partial_fit(X, Y.ravel())
    for i, (W, b) in enumerate(network.params):
        theirs.coefs_[i][...], theirs.intercepts_[i][...] = W, b
    ours, order = np.random.default_rng(8), np.random.default_rng(8)
    for _ in range(15):
        network.fit(X, Y, 1, 0.2, 8, ours)
        rows = order.choice(30, size=8, replace=False)
        theirs.partial_fit(X[rows], Y[rows].ravel())
        np.testing.assert_allclose(network.predict(X).ravel(), theirs.predict(X), rtol=1e-9, atol=1e-12)


def test_without_a_hidden_layer_it_is_least_squares():
    """With one layer and all samples in each batch, descent ends at the least-squares solution."""
    rng = np.random.default_rng(9)
    X, Y = rng.normal(size=(25, 3)), rng.normal(size=(25, 2))
    network = Network((3, 2), np.random.default_rng(0))
    network.fit(X, Y, 2000, 1.0, 25, np.random.default_rng(0))
    best = lstsq(np.column_stack([X, np.ones(25)]), Y)[0]
    np.testing.assert_allclose(np.vstack(network.params[0]), best, rtol=1e-9)

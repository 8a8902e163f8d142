"""chapter17/digits_deep against HIPS autograd, by a network that is written down in one function."""

import itertools

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.network import digits
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter17/digits_deep").namespace
P_DROP, EPS, DECAY = 0.25, PROGRAM["EPS"], PROGRAM["DECAY"]


def loss(params, masks, X, y):
    """Mean cross-entropy of dense layers with batch normalisation, ReLU and given masks between them."""
    *hidden, (W, b) = params
    A = X
    for (V, gamma, beta), mask in zip(hidden, masks, strict=True):
        Z = anp.dot(A, V)
        centred = Z - anp.mean(Z, axis=0)
        A = anp.maximum(gamma * centred / anp.sqrt(anp.mean(centred**2, axis=0) + EPS) + beta, 0.0) * mask
    Z = anp.dot(A, W) + b
    top = anp.max(Z, axis=1)
    return anp.mean(top + anp.log(anp.sum(anp.exp(Z - top[:, None]), axis=1)) - Z[np.arange(len(y)), y])


def test_steps_are_descent_on_exact_gradients():
    """Three steps, with weights and masks drawn as the prompts say: losses and the last layer agree."""
    rng, same = (np.random.default_rng(3) for _ in range(2))
    sizes = (5, 6, 4, 3)
    network = PROGRAM["Network"](sizes, P_DROP, rng)
    weights = [same.normal(scale=np.sqrt(2 / a), size=(a, b)) for a, b in itertools.pairwise(sizes)]
    params = [(W, np.ones(W.shape[1]), np.zeros(W.shape[1])) for W in weights[:-1]]
    params.append((weights[-1], np.zeros(3)))
    data = np.random.default_rng(4)
    for _ in range(3):
        X, y = data.normal(size=(8, 5)), data.integers(3, size=8)
        masks = [(same.random((8, n)) >= P_DROP) / (1 - P_DROP) for n in sizes[1:-1]]
        value, grads = value_and_grad(loss)(params, masks, X, y)
        assert network.step(X, y, 0.2) == pytest.approx(value, rel=1e-11)
        params = [
            tuple(p - 0.2 * g for p, g in zip(layer, slopes, strict=True))
            for layer, slopes in zip(params, grads, strict=True)
        ]
    np.testing.assert_allclose(network.W, params[-1][0], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(network.layers[0].gamma, params[0][1], rtol=1e-9, atol=1e-12)


def test_evaluation_is_affine_between_kinks_and_draws_nothing():
    """An answer does not depend on its neighbours, and is the same again."""
    X = np.random.default_rng(0).normal(size=(6, 5))
    network = PROGRAM["Network"]((5, 4, 2), P_DROP, np.random.default_rng(1))
    network.step(X, np.array([0, 1, 0, 1, 1, 0]), 0.1)
    together = network.predict(X)
    np.testing.assert_allclose(np.vstack([network.predict(x[None]) for x in X]), together, rtol=1e-12, atol=1e-14)
    assert np.array_equal(network.predict(X), together)


def test_it_reads_digits():
    """Twelve epochs read nine of ten unseen digits: the first 1500 are seen, the last 297 are not."""
    data = digits()
    X, y = data.X.reshape(-1, 64), data.Y.argmax(axis=1)
    network = PROGRAM["Network"]((64, 32, 32, 10), 0.2, np.random.default_rng(0))
    for _ in range(12):
        network.epoch(X[:1500], y[:1500], 50, 0.2)
    assert np.mean(network.predict(X[1500:]).argmax(axis=1) == y[1500:]) > 0.85

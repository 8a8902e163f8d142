from __future__ import annotations

import itertools

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad
from autograd.scipy.special import expit
from sklearn.neural_network import MLPRegressor

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

backprop_mlp = Suite.load(builtin_course(), "chapter10/backprop_mlp").namespace["backprop_mlp"]

ACTIVATIONS = {"relu": lambda Z: anp.maximum(Z, 0), "tanh": anp.tanh, "sigmoid": expit}


def drawn(widths, N=6, seed=0):
    rng = np.random.default_rng(seed)
    params = [(rng.normal(size=(i, o)), rng.normal(size=o)) for i, o in itertools.pairwise(widths)]
    return params, rng.normal(size=(N, widths[0])), rng.normal(size=(N, widths[-1]))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("widths", [(5, 3), (5, 4, 3), (2, 3, 4, 7), (3, 3, 3, 3, 3)])
def test_agrees_with_autograd(widths, activation):
    """Loss and gradients are those of automatic differentiation."""
    params, X, Y = drawn(widths)

    def loss(params):
        A = X
        for W, b in params[:-1]:
            A = ACTIVATIONS[activation](anp.dot(A, W) + b)
        return anp.mean((anp.dot(A, params[-1][0]) + params[-1][1] - Y) ** 2) / 2

    value, wanted = value_and_grad(loss)(params)
    got, grads = backprop_mlp(params, X, Y, activation)
    assert got == pytest.approx(value, rel=1e-12)
    for (dW, db), (want_W, want_b) in zip(grads, wanted, strict=True):
        np.testing.assert_allclose(dW, want_W, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(db, want_b, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("activation", "name"), [("relu", "relu"), ("tanh", "tanh"), ("sigmoid", "logistic")])
def test_one_step_is_that_of_scikit_learn(activation, name):
    """A step of plain gradient descent moves the weights where scikit-learn's network moves them."""
    params, X, Y = drawn((4, 5, 3, 1), N=8)
    lr = 0.1
    theirs = MLPRegressor(
        hidden_layer_sizes=(5, 3), activation=name, solver="sgd", alpha=0, momentum=0, learning_rate_init=lr
    )
    theirs.partial_fit(X, Y.ravel())
    for i, (W, b) in enumerate(params):
        theirs.coefs_[i][...], theirs.intercepts_[i][...] = W, b
    theirs.partial_fit(X, Y.ravel())
    _, grads = backprop_mlp(params, X, Y, activation)
    for i, ((W, b), (dW, db)) in enumerate(zip(params, grads, strict=True)):
        np.testing.assert_allclose(W - lr * dW, theirs.coefs_[i], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(b - lr * db, theirs.intercepts_[i], rtol=1e-9, atol=1e-12)

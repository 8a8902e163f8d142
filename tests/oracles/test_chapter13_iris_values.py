"""chapter13/iris_values against gradients by HIPS autograd, and momentum written out."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.network import iris
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter13/iris_values").namespace


def scores(params, X):
    W1, b1, W2, b2 = params
    return anp.dot(anp.tanh(anp.dot(X, W1) + b1), W2) + b2


def loss(params, X, Y, lam):
    S = scores(params, X)
    cross_entropy = anp.mean(anp.log(anp.sum(anp.exp(S), axis=1)) - anp.sum(Y * S, axis=1))
    return cross_entropy + lam / 2 * (anp.sum(params[0] ** 2) + anp.sum(params[2] ** 2))


@pytest.mark.parametrize("seed", range(3))
def test_autograd_agrees(seed: int) -> None:
    """The loss of a minibatch, and its derivatives by all parameters, to rounding."""
    rng = np.random.default_rng(seed)
    params = [rng.normal(size=shape) for shape in ((4, 3), (3,), (3, 3), (3,))]
    X, Y = rng.normal(size=(6, 4)), np.eye(3)[rng.integers(3, size=6)]
    got, gradients = PROGRAM["loss_and_gradients"](params, X, Y, 0.3)
    want, theirs = value_and_grad(loss)(params, X, Y, 0.3)
    assert got == pytest.approx(want, rel=1e-13)
    for one, other in zip(gradients, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-11, atol=1e-14)


def test_training_is_momentum_on_the_exact_gradients() -> None:
    """On the batches that were dealt: the losses of all steps, and the probabilities at the end; it learns, too."""
    X, Y = iris().X, iris().Y
    rng = np.random.default_rng(0)
    order = rng.permutation(150)
    known, new = order[:100], order[100:]
    params = PROGRAM["initial"](4, 3, 3, rng)
    training = PROGRAM["Training"](params, 0.2, 0.8, 0.01)
    dealt, losses = training.train(X[known], Y[known], 6, 15, rng)
    velocities, wanted = [np.zeros_like(p) for p in params], []
    for batch in (batch for batches in dealt for batch in batches):
        value, gradients = value_and_grad(loss)(params, X[known][batch], Y[known][batch], 0.01)
        wanted.append(value)
        velocities = [0.8 * V - 0.2 * dp for V, dp in zip(velocities, gradients, strict=True)]
        params = [p + V for p, V in zip(params, velocities, strict=True)]
    assert losses == pytest.approx(wanted, rel=1e-10)
    P = PROGRAM["predict"](training.params, X[new])
    S = np.exp(scores(params, X[new]))
    np.testing.assert_allclose(P, S / S.sum(axis=1, keepdims=True), rtol=1e-9)
    assert np.mean(P.argmax(axis=1) == Y[new].argmax(axis=1)) > 0.85

"""chapter11/digits_mlp against gradients by HIPS autograd and the optimiser of the reference network."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.network.optimisers import adam
from mdl_grade.suite.suite import Suite

MLP = Suite.load(builtin_course(), "chapter11/digits_mlp").namespace


def loss(params, X, Y):
    A = X
    for W, b in params[:-1]:
        A = anp.tanh(anp.dot(A, W) + b)
    W, b = params[-1]
    return 0.5 * anp.mean((anp.dot(A, W) + b - Y) ** 2)


class Descent:
    """Adam on autograd's gradients, one flat list of arrays."""

    def __init__(self, params):
        self.arrays = [array for layer in params for array in layer]
        self.memory = [(np.zeros_like(a), np.zeros_like(a)) for a in self.arrays]
        self.t = 0

    @property
    def params(self):
        return list(zip(self.arrays[::2], self.arrays[1::2], strict=True))

    def step(self, X, Y, lr):
        value, gradients = value_and_grad(loss)(self.params, X, Y)
        flat = [array for layer in gradients for array in layer]
        self.t += 1
        moved = [
            adam(a, M, V, da, self.t, lr, 0.9, 0.999, 1e-8)
            for a, (M, V), da in zip(self.arrays, self.memory, flat, strict=True)
        ]
        self.arrays, self.memory = [a for a, _, _ in moved], [(M, V) for _, M, V in moved]
        return value


def data(N, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, 5)), rng.normal(size=(N, 3))


def same(params, others):
    return all(
        one == pytest.approx(other, rel=1e-9, abs=1e-12)
        for layer, wanted in zip(params, others, strict=True)
        for one, other in zip(layer, wanted, strict=True)
    )


def test_an_epoch_is_adam_on_the_exact_gradients():
    """Batch by batch, the losses and the parameters are those of autograd and the reference's Adam."""
    X, Y = data(9, 0)
    start = MLP["initial"]((5, 4, 3), np.random.default_rng(1))
    training, descent = MLP["Training"](start), Descent(start)
    batches = [np.arange(4), np.arange(4, 9)]
    losses = training.epoch(X, Y, batches, 0.05) + training.epoch(X, Y, batches, 0.02)
    wanted = [descent.step(X[batch], Y[batch], lr) for lr in (0.05, 0.02) for batch in batches]
    assert losses == pytest.approx(wanted, rel=1e-10)
    assert same(training.params, descent.params)


def test_training_lowers_the_rate_and_keeps_the_best_epoch():
    """With everything in one batch the rate is lr e^(−i/10), and what is returned has the smallest validation loss."""
    X, Y = data(6, 2)
    X_val, Y_val = data(8, 3)
    start = MLP["initial"]((5, 4, 3), np.random.default_rng(4))
    trained = MLP["train"](start, X, Y, X_val, Y_val, 8, 6, 0.3, np.random.default_rng(5))
    descent, after = Descent(start), []
    for epoch in range(8):
        descent.step(X, Y, 0.3 * np.exp(-0.1 * epoch))
        after.append((loss(descent.params, X_val, Y_val), descent.params))
    best = min(range(8), key=lambda i: after[i][0])
    waited = [i for i in range(best + 1) if i - min(range(i + 1), key=lambda j: after[j][0]) >= 3]
    assert waited == [], "draw another case: this one stops before its best epoch"
    assert best < 7
    assert same(trained, after[best][1])

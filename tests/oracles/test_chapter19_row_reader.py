"""chapter19/row_reader against HIPS autograd and a plain Adam, and on digits that it has not seen."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.network import digits
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter19/row_reader").namespace


def loss(params, X, y):
    """Mean cross-entropy of what is said after the last row."""
    Wx, Wh, b, V, a = params
    K = len(V)
    h = c = np.zeros((len(X), K))
    for t in range(X.shape[1]):
        z = anp.dot(X[:, t], Wx) + anp.dot(h, Wh) + b
        i, f, o = (1 / (1 + anp.exp(-z[:, k * K : (k + 1) * K])) for k in range(3))
        c = f * c + i * anp.tanh(z[:, 3 * K :])
        h = o * anp.tanh(c)
    Z = anp.dot(h, V) + a
    return anp.mean(anp.log(anp.sum(anp.exp(Z), axis=1)) - Z[np.arange(len(y)), y])


def test_steps_are_adam_on_clipped_exact_gradients():
    """Four steps: losses, and all parameters at the end; gradients are clipped in some of them, and not in all."""
    data = np.random.default_rng(4)
    reader = PROGRAM["RowReader"](3, 4, 3, np.random.default_rng(0))
    params = list(reader.params.values())
    M, V = [0.0 * p for p in params], [0.0 * p for p in params]
    clipped = []
    for t, size in enumerate((0.1, 5.0, 0.1, 5.0), 1):
        X, y = size * data.normal(size=(6, 5, 3)), np.arange(6) % 3
        value, grads = value_and_grad(loss)(params, X, y)
        norm = np.sqrt(sum(np.sum(g**2) for g in grads))
        clipped.append(bool(norm > PROGRAM["MAX_NORM"]))
        grads = [g * min(1.0, PROGRAM["MAX_NORM"] / norm) for g in grads]
        assert reader.step(X, y, 0.05) == pytest.approx(value, rel=1e-10)
        M = [0.9 * m + 0.1 * g for m, g in zip(M, grads, strict=True)]
        V = [0.999 * v + 0.001 * g**2 for v, g in zip(V, grads, strict=True)]
        params = [
            p - 0.05 * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
            for p, m, v in zip(params, M, V, strict=True)
        ]
    assert set(clipped) == {True, False}
    for got, want in zip(reader.params.values(), params, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-8, atol=1e-10)


def test_it_reads_digits():
    """Eight epochs read four of five unseen digits after the last row, and few after the first."""
    data = digits()
    X, y = data.X[:, 0], data.Y.argmax(axis=1)
    reader = PROGRAM["train"](X[:1500], y[:1500], 24, 8, 50, 0.02, np.random.default_rng(0))
    right = np.mean(reader.beliefs(X[1500:]).argmax(axis=2) == y[1500:, None], axis=0)
    assert right[-1] > 0.75
    assert right[0] < 0.5

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.linalg import lstsq
from sklearn.linear_model import SGDRegressor

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

sgd = Suite.load(builtin_course(), "chapter11/sgd_linear_regression").namespace["sgd_linear_regression"]


def data(seed, N, D, noise=1.0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, D))
    return X, X @ rng.normal(size=D) + 2 + noise * rng.normal(size=N)


@pytest.mark.parametrize("batch_size", [1, 3, 5, 11, 20])
def test_follows_autograd(batch_size):
    """Batch by batch, w and b move by the automatic derivative of the batch's mean loss."""
    X, y = data(0, 11, 3)
    w, b = np.zeros(3), 0.0
    order = np.random.default_rng(5)
    for _ in range(3):
        shuffled = order.permutation(11)
        for start in range(0, 11, batch_size):
            rows = shuffled[start : start + batch_size]

            def loss(w, b, rows=rows):
                return anp.mean(0.5 * (anp.dot(X[rows], w) + b - y[rows]) ** 2)

            w, b = w - 0.1 * grad(loss, 0)(w, b), b - 0.1 * grad(loss, 1)(w, b)
    got = sgd(X, y, 0.1, 3, batch_size, np.random.default_rng(5))
    np.testing.assert_allclose(got[0], w, rtol=1e-12)
    assert got[1] == pytest.approx(b, rel=1e-12)


def test_one_sample_at_a_time_is_scikit_learns_regressor():
    """With batches of one, the run is that of scikit-learn's SGDRegressor on the same order."""
    X, y = data(1, 20, 4)
    theirs = SGDRegressor(
        penalty=None, alpha=0, learning_rate="constant", eta0=0.05, shuffle=False, max_iter=1, tol=None
    )
    theirs.partial_fit(*(lambda rows: (X[rows], y[rows]))(np.random.default_rng(6).permutation(20)))
    w, b = sgd(X, y, 0.05, 1, 1, np.random.default_rng(6))
    np.testing.assert_allclose(w, theirs.coef_, rtol=1e-9)
    assert b == pytest.approx(theirs.intercept_[0], rel=1e-9)


def test_ends_at_least_squares():
    """Full batches end at the solution of least squares, also with noise."""
    X, y = data(2, 30, 3)
    w, b = sgd(X, y, 0.3, 500, 30, np.random.default_rng(0))
    best = lstsq(np.column_stack([X, np.ones(30)]), y)[0]
    np.testing.assert_allclose([*w, b], best, rtol=1e-9)

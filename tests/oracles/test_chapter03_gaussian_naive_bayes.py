"""chapter03/gaussian_naive_bayes against scikit-learn."""

import numpy as np
import pytest
from sklearn.naive_bayes import GaussianNB

from mdl_grade.course import builtin_course
from mdl_grade.network import iris
from mdl_grade.suite.suite import Suite

gaussian_naive_bayes = Suite.load(builtin_course(), "chapter03/gaussian_naive_bayes").namespace["gaussian_naive_bayes"]


@pytest.mark.parametrize(("N", "D", "labels"), [(20, 3, [0, 1]), (40, 5, [-3, 7, 2]), (30, 400, [0, 1, 2])])
def test_scikit_learn_agrees(N: int, D: int, labels: list[int]) -> None:
    """Log posteriors down to −10⁵, relative to the largest: the same sums, in another order."""
    rng = np.random.default_rng(0)
    y = rng.permutation(np.resize(labels, N))
    X, Q = y[:, None] + rng.normal(size=(N, D)), rng.normal(0.0, 3.0, size=(9, D))
    X[y == labels[0], 0] = 0.25
    Q[:, 0] = 0.25
    wanted = GaussianNB().fit(X, y).predict_log_proba(Q)
    np.testing.assert_allclose(gaussian_naive_bayes(X, y, Q), wanted, atol=1e-11 * np.abs(wanted).max())


def test_scikit_learn_agrees_on_the_irises() -> None:
    """Every second flower is learnt from, and the others are told apart."""
    X, y = iris().X, iris().Y.argmax(axis=1)
    L = gaussian_naive_bayes(X[::2], y[::2], X[1::2])
    np.testing.assert_allclose(L, GaussianNB().fit(X[::2], y[::2]).predict_log_proba(X[1::2]), rtol=1e-9, atol=1e-9)
    assert np.mean(L.argmax(axis=1) == y[1::2]) > 0.9

"""chapter15/softmax_regression_fit against SciPy's softmax, and against logistic regression with twice the learning rate."""

import numpy as np
import pytest
from scipy.special import softmax

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

softmax_regression_fit = Suite.load(builtin_course(), "chapter15/softmax_regression_fit").namespace[
    "softmax_regression_fit"
]
logistic_fit = Suite.load(builtin_course(), "chapter15/logistic_fit").namespace["logistic_fit"]


@pytest.mark.parametrize("batch_size", [1, 4, 11, 50])
def test_scipy_agrees(batch_size: int) -> None:
    """An epoch, the last batch short or alone."""
    rng = np.random.default_rng(batch_size)
    X, y, W = rng.normal(size=(11, 3)), rng.integers(4, size=11), rng.normal(size=(3, 4))
    theirs = W
    for start in range(0, 11, batch_size):
        A, t = X[start : start + batch_size], y[start : start + batch_size]
        theirs = theirs - 0.3 * A.T @ (softmax(A @ theirs, axis=1) - np.eye(4)[t]) / len(A)
    np.testing.assert_allclose(softmax_regression_fit(X, y, W, 0.3, batch_size), theirs, rtol=1e-12, atol=1e-14)


def test_two_classes_are_logistic_regression_with_twice_the_rate() -> None:
    """Ten epochs of one batch, from zero; a column of ones is the bias."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(12, 2)), rng.integers(2, size=12)
    A, W = np.column_stack([X, np.ones(12)]), np.zeros((3, 2))
    for _ in range(10):
        W = softmax_regression_fit(A, y, W, 0.2, 12)
    np.testing.assert_allclose(W[:, 1] - W[:, 0], np.append(*logistic_fit(X, y, 0.4, 10)), rtol=1e-12)

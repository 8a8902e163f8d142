"""chapter15/logistic_fit against scikit-learn's minimiser, and on the way against SciPy's expit."""

import numpy as np
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

logistic_fit = Suite.load(builtin_course(), "chapter15/logistic_fit").namespace["logistic_fit"]


@pytest.mark.parametrize("l2", [0.05, 0.5])
def test_scikit_learn_agrees_in_the_end(l2: float) -> None:
    """Its C weighs the sum of the losses: 1/(N l2)."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 3)) + 0.3
    y = (X @ [1.0, -1.0, 0.5] + rng.normal(size=40) > 0).astype(int)
    w, b = logistic_fit(X, y, 1.0, 4000, l2)
    theirs = LogisticRegression(C=1 / (40 * l2), solver="newton-cholesky", tol=1e-12).fit(X, y)
    np.testing.assert_allclose(w, theirs.coef_[0], rtol=1e-6, atol=1e-8)
    assert b == pytest.approx(theirs.intercept_[0], rel=1e-6)


def test_expit_gives_the_same_iterates() -> None:
    """Ten steps, with scores of up to hundreds."""
    rng = np.random.default_rng(1)
    X, y = 30 * rng.normal(size=(15, 2)), rng.integers(2, size=15)
    w, b = np.zeros(2), 0.0
    for _ in range(10):
        error = expit(X @ w + b) - y
        w, b = w - 0.3 * (X.T @ error / 15 + 0.1 * w), b - 0.3 * error.mean()
    ours = logistic_fit(X, y, 0.3, 10, 0.1)
    np.testing.assert_allclose(np.append(*ours), np.append(w, b), rtol=1e-9)

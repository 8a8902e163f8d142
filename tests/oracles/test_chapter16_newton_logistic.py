"""chapter16/newton_logistic against scikit-learn, and the order of its convergence."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

newton_logistic = Suite.load(builtin_course(), "chapter16/newton_logistic").namespace["newton_logistic"]


def labelled(seed: int, N: int = 60, D: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, D))
    return X, (X[:, 0] - X[:, 1] + rng.logistic(size=N) > 0).astype(float)


@pytest.mark.parametrize("l2", [1e-2, 0.5])
def test_is_scikit_learns_minimum(l2: float) -> None:
    """C there is 1/(N l2); its bias is not penalised either."""
    X, y = labelled(0)
    w, b, _ = newton_logistic(X, y, l2, 1e-10)
    model = LogisticRegression(C=1 / (len(y) * l2), tol=1e-10, max_iter=10000).fit(X, y)
    np.testing.assert_allclose(w, model.coef_[0], rtol=1e-5)
    np.testing.assert_allclose(b, model.intercept_[0], rtol=1e-4, atol=1e-6)


def test_converges_quadratically() -> None:
    """Near the end each norm is below a constant times the square of the one before."""
    for seed in range(20):
        X, y = labelled(seed)
        norms = newton_logistic(X, y, 1e-2, 1e-6)[2]
        assert len(norms) < 12
        assert norms[-1] < 30 * norms[-2] ** 2

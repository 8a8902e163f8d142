"""chapter14/linreg_gradient_descent against scikit-learn's minimisers, and about its limit of stability."""

import numpy as np
import pytest
from sklearn.linear_model import Lasso, LinearRegression

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

linreg_gradient_descent = Suite.load(builtin_course(), "chapter14/linreg_gradient_descent").namespace[
    "linreg_gradient_descent"
]


def data(seed: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Return samples, of which two features are worth nothing, and the limit 2/λ of the learning rate."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, 4)) + 0.3
    A = np.column_stack([X, np.ones(40)])
    return X, X @ [2.0, -1.0, 0.0, 0.0] + 1.0 + 0.1 * rng.normal(size=40), 80 / np.linalg.norm(A, 2) ** 2


@pytest.mark.parametrize("seed", range(4))
def test_scikit_learn_agrees_in_the_end(seed: int) -> None:
    """Least squares without the penalty, the lasso with it; what is 0 is 0 exactly."""
    X, y, limit = data(seed)
    w, b, _ = linreg_gradient_descent(X, y, limit / 2, 2000)
    plain = LinearRegression().fit(X, y)
    np.testing.assert_allclose(np.append(w, b), np.append(plain.coef_, plain.intercept_), rtol=1e-9)
    w, b, losses = linreg_gradient_descent(X, y, limit / 2, 2000, 0.2)
    lasso = Lasso(alpha=0.2, tol=1e-14, max_iter=100_000).fit(X, y)
    np.testing.assert_allclose(np.append(w, b), np.append(lasso.coef_, lasso.intercept_), rtol=1e-7, atol=1e-12)
    assert np.array_equal(w == 0, lasso.coef_ == 0)
    assert np.all(np.diff(losses) <= 1e-12)


def test_the_limit_is_two_over_the_largest_eigenvalue() -> None:
    """A little below it the losses fall, with the penalty, too; a little above they explode."""
    X, y, limit = data(0)
    for l1 in (0.0, 0.2):
        assert np.all(np.diff(linreg_gradient_descent(X, y, 0.99 * limit, 3000, l1)[2]) <= 1e-12)
    assert linreg_gradient_descent(X, y, 1.01 * limit, 3000)[2][-1] > 1e6

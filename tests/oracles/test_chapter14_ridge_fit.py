"""chapter14/ridge_fit against scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ridge_fit = Suite.load(builtin_course(), "chapter14/ridge_fit").namespace["ridge_fit"]


@pytest.mark.parametrize("lam", [1e-3, 0.7, 30.0, 1e6])
@pytest.mark.parametrize(("N", "D"), [(9, 3), (4, 4), (3, 6), (1, 2)])
def test_scikit_learn_agrees(N: int, D: int, lam: float) -> None:
    """lam is its alpha. The condition of the system is at most 1 + ‖X‖²/lam, about 1e5 here."""
    rng = np.random.default_rng(N)
    X, y = rng.normal(size=(N, D)) + 2.0, rng.normal(size=N) + 5.0
    w, b = ridge_fit(X, y, lam)
    theirs = Ridge(alpha=lam, solver="svd").fit(X, y)
    np.testing.assert_allclose(w, theirs.coef_, rtol=1e-10, atol=1e-11)
    assert b == pytest.approx(theirs.intercept_, rel=1e-10)

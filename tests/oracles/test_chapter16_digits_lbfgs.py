"""chapter16/digits_lbfgs against SciPy's L-BFGS-B, and scikit-learn's logistic regression."""

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from mdl_grade.course import builtin_course
from mdl_grade.network import digits
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter16/digits_lbfgs").namespace
L2 = 0.1


def three_or_eight():
    data = digits()
    labels = data.Y.argmax(axis=1)
    chosen = (labels == 3) | (labels == 8)
    return data.X.reshape(-1, 64)[chosen], (labels[chosen] == 8).astype(np.int64)


def test_it_ends_where_scipy_and_scikit_learn_do():
    """The minimum is unique: three ways lead to it."""
    X, y = (part[:120] for part in three_or_eight())
    theta = PROGRAM["minimise"](X, y, L2)[-1]
    theirs = minimize(PROGRAM["penalised"], np.zeros(65), (X, y, L2), jac=True, options={"gtol": 1e-8})
    np.testing.assert_allclose(theta, theirs.x, atol=1e-4)
    model = LogisticRegression(C=1 / (L2 * len(y)), tol=1e-10, max_iter=10_000).fit(X, y)
    np.testing.assert_allclose(theta[:-1], model.coef_[0], atol=1e-4)
    assert theta[-1] == pytest.approx(model.intercept_[0], abs=1e-4)


@pytest.mark.parametrize("seed", range(50))
def test_thirty_steps_are_enough(seed):
    """Of any 60 samples, the gradient is five times below what the check allows."""
    X, y = three_or_eight()
    chosen = np.random.default_rng(seed).permutation(len(y))[:60]
    theta = PROGRAM["minimise"](X[chosen], y[chosen], L2, 30)[-1]
    assert np.linalg.norm(PROGRAM["penalised"](theta, X[chosen], y[chosen], L2)[1]) < 2e-4


def test_it_tells_digits_apart_that_it_has_not_seen():
    """More than nine of ten."""
    X, y = three_or_eight()
    theta = PROGRAM["minimise"](X[:120], y[:120], L2)[-1]
    assert np.mean((PROGRAM["scores"](theta, X[120:]) > 0) == (y[120:] == 1)) > 0.9

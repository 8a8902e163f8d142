"""chapter15/interaction_features against scikit-learn, and against linear programming on XOR."""

import numpy as np
import pytest
from scipy.optimize import linprog
from sklearn.preprocessing import PolynomialFeatures

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

interaction_features = Suite.load(builtin_course(), "chapter15/interaction_features").namespace["interaction_features"]


@pytest.mark.parametrize("D", [1, 2, 5])
def test_scikit_learn_agrees(D: int) -> None:
    """Its columns are in the same order."""
    X = np.random.default_rng(D).normal(size=(9, D))
    theirs = PolynomialFeatures(2, include_bias=False).fit_transform(X)
    np.testing.assert_allclose(interaction_features(X), theirs, rtol=1e-15)


def separable(Z: np.ndarray, y: np.ndarray) -> bool:
    """Whether a plane has all of class 1 on one side, by a margin of 1, and all of class 0 on the other."""
    signs = (2.0 * y - 1)[:, None]
    A = -signs * np.column_stack([Z, np.ones(len(Z))])
    return bool(linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=-np.ones(len(Z)), bounds=(None, None)).success)


def test_products_separate_xor_and_squares_do_not() -> None:
    """As the prompt says."""
    X, y = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]]), np.array([1, 1, 0, 0])
    assert not separable(X, y)
    assert not separable(np.hstack([X, X**2]), y)
    assert separable(interaction_features(X), y)

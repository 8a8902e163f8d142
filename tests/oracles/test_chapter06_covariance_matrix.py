"""chapter06/covariance_matrix against NumPy, scikit-learn and exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from sklearn.covariance import EmpiricalCovariance

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

covariance_matrix = Suite.load(builtin_course(), "chapter06/covariance_matrix").namespace["covariance_matrix"]


@pytest.mark.parametrize(("N", "D", "ddof"), [(7, 3, 1), (3, 5, 0), (4, 4, 2), (2, 1, 1), (200, 6, 1)])
def test_numpy_agrees(N: int, D: int, ddof: int) -> None:
    """Its shape is () for one feature; the sums are the same."""
    X = np.random.default_rng(N).normal(1.0, 2.0, size=(N, D))
    wanted = np.cov(X, rowvar=False, ddof=ddof).reshape(D, D)
    np.testing.assert_allclose(covariance_matrix(X, ddof), wanted, atol=1e-14 * np.abs(wanted).max())


def test_scikit_learn_agrees() -> None:
    """It divides by N."""
    X = np.random.default_rng(1).normal(5.0, 1.0, size=(30, 4))
    np.testing.assert_allclose(covariance_matrix(X, ddof=0), EmpiricalCovariance().fit(X).covariance_, atol=1e-14)


def test_fractions_agree_far_from_zero() -> None:
    """A mean around 10⁶ is off by 10⁻¹⁰; in the sums of products that enters squared, for deviations sum to 0."""
    X = np.random.default_rng(2).normal(size=(8, 2)) + np.array([1e6, -3e6])
    rows = [[Fraction(value) for value in row] for row in X]
    means = [sum(column) / 8 for column in zip(*rows, strict=True)]
    exact = [[sum((r[i] - means[i]) * (r[j] - means[j]) for r in rows) / 7 for j in range(2)] for i in range(2)]
    np.testing.assert_allclose(covariance_matrix(X), np.array(exact, dtype=float), rtol=1e-12, atol=1e-13)

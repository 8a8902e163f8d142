"""chapter09/dense_forward against scikit-learn's linear model, and against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

dense_forward = Suite.load(builtin_course(), "chapter09/dense_forward").namespace["dense_forward"]


@pytest.mark.parametrize(("N", "D", "K"), [(7, 5, 3), (4, 4, 4), (1, 5, 3), (6, 1, 2)])
def test_predicts_what_a_linear_model_predicts(N: int, D: int, K: int) -> None:
    """With the same coefficients, the outputs are scikit-learn's predictions."""
    rng = np.random.default_rng(N)
    X, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, K)), rng.normal(size=K)
    model = LinearRegression()
    model.coef_, model.intercept_ = W.T, b
    np.testing.assert_allclose(dense_forward(X, W, b), model.predict(X), rtol=1e-12, atol=1e-14)


def test_is_exact_on_whole_numbers() -> None:
    """Where nothing is rounded, every output is the sum of fractions that it should be."""
    rng = np.random.default_rng(0)
    X, W, b = rng.integers(-9, 10, (5, 4)) / 4, rng.integers(-9, 10, (4, 3)) / 8, rng.integers(-9, 10, 3) / 2
    Y = dense_forward(X, W, b)
    for n, k in np.ndindex(5, 3):
        products = [Fraction(float(x)) * Fraction(float(w)) for x, w in zip(X[n], W[:, k], strict=True)]
        assert Fraction(float(Y[n, k])) == sum(products, Fraction(float(b[k])))

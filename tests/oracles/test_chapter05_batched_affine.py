"""chapter05/batched_affine against scikit-learn's linear model, and against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

batched_affine = Suite.load(builtin_course(), "chapter05/batched_affine").namespace["batched_affine"]


@pytest.mark.parametrize(("B", "n", "m"), [(7, 5, 3), (3, 5, 3), (5, 5, 3), (4, 4, 4), (1, 4, 2), (1, 1, 1)])
def test_predicts_what_a_linear_model_predicts(B: int, n: int, m: int) -> None:
    """With the same coefficients, the outputs are scikit-learn's predictions."""
    rng = np.random.default_rng(B)
    X, W, b = rng.normal(size=(B, n)), rng.normal(size=(n, m)), rng.normal(size=m)
    model = LinearRegression()
    model.coef_, model.intercept_ = W.T, b
    np.testing.assert_allclose(batched_affine(X, W, b), model.predict(X), rtol=1e-12, atol=1e-14)


def test_is_exact_on_binary_fractions() -> None:
    """Where nothing is rounded, every output is the sum of fractions that it should be."""
    rng = np.random.default_rng(0)
    X, W, b = rng.integers(-9, 10, (5, 4)) / 4, rng.integers(-9, 10, (4, 3)) / 8, rng.integers(-9, 10, 3) / 2
    Y = batched_affine(X, W, b)
    for s, j in np.ndindex(5, 3):
        products = [Fraction(float(x)) * Fraction(float(w)) for x, w in zip(X[s], W[:, j], strict=True)]
        assert Fraction(float(Y[s, j])) == sum(products, Fraction(float(b[j])))

"""chapter14/least_squares_fit against scikit-learn, and against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

least_squares_fit = Suite.load(builtin_course(), "chapter14/least_squares_fit").namespace["least_squares_fit"]


@pytest.mark.parametrize("kind", ["independent", "doubled", "constant", "few"])
@pytest.mark.parametrize("seed", range(5))
def test_scikit_learn_agrees(kind: str, seed: int) -> None:
    """Also where many planes fit: it centres, and takes the shortest."""
    rng = np.random.default_rng(seed)
    X = rng.integers(-5, 6, size=(3 if kind == "few" else 9, 4)).astype(float) + rng.normal(size=4)
    X[:, 3] = {"doubled": 2 * X[:, 0], "constant": 3.0 + 0 * X[:, 0]}.get(kind, X[:, 3])
    y = rng.normal(size=len(X))
    w, b = least_squares_fit(X, y)
    theirs = LinearRegression().fit(X, y)
    np.testing.assert_allclose(w, theirs.coef_, rtol=1e-9, atol=1e-12)
    assert b == pytest.approx(theirs.intercept_, rel=1e-9, abs=1e-12)


def test_exact_fractions_agree_on_a_line() -> None:
    """Slope and intercept of a line, to a handful of roundings."""
    x, y = [Fraction(v) for v in (0.5, 1.25, 3.0, 7.5)], [Fraction(v) for v in (1.0, -2.5, 4.25, 8.0)]
    x_mean, y_mean = sum(x) / 4, sum(y) / 4
    slope = sum((a - x_mean) * (c - y_mean) for a, c in zip(x, y, strict=True)) / sum((a - x_mean) ** 2 for a in x)
    w, b = least_squares_fit(np.array([[float(a)] for a in x]), np.array([float(c) for c in y]))
    assert w[0] == pytest.approx(float(slope), rel=1e-13)
    assert b == pytest.approx(float(y_mean - slope * x_mean), rel=1e-13)

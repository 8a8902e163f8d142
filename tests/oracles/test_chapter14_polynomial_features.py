"""chapter14/polynomial_features against exact whole numbers, and against scikit-learn."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import PolynomialFeatures

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

polynomial_features = Suite.load(builtin_course(), "chapter14/polynomial_features").namespace["polynomial_features"]


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(-200, 200), min_size=1, max_size=6), st.integers(0, 30))
def test_exact_powers_agree(x: list[int], degree: int) -> None:
    """Python's whole numbers don't overflow; a power is rounded once or twice."""
    exact = np.array([[float(value**j) for j in range(degree + 1)] for value in x])
    np.testing.assert_allclose(polynomial_features(np.array(x), degree), exact, rtol=1e-15)


def test_scikit_learn_agrees() -> None:
    """Of one feature, its columns are in the same order."""
    x = np.random.default_rng(0).normal(size=20)
    theirs = PolynomialFeatures(7).fit_transform(x[:, None])
    np.testing.assert_allclose(polynomial_features(x, 7), theirs, rtol=1e-14)

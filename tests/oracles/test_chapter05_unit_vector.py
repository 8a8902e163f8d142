"""chapter05/unit_vector against scikit-learn, and against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import normalize

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

unit_vector = Suite.load(builtin_course(), "chapter05/unit_vector").namespace["unit_vector"]


@pytest.mark.parametrize("n", [1, 2, 7, 100])
@pytest.mark.parametrize("scale", [1e-10, 1.0, 1e100])
def test_agrees_with_scikit_learn(n: int, scale: float) -> None:
    """A row that scikit-learn normalises; what is shorter than 1e-14, it takes for zero."""
    v = np.random.default_rng(n).normal(size=n) * scale
    np.testing.assert_allclose(unit_vector(v), normalize(v[None])[0], rtol=1e-14)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=9).filter(any))
def test_squares_are_shares_of_the_exact_square(numbers: list[int]) -> None:
    """unit[i]² = v[i]² / Σ v², the signs are those of v, and the squares sum to 1: to 5 u, each by its own size."""
    unit = unit_vector(np.array(numbers))
    total = sum(x * x for x in numbers)
    for got, x in zip(unit, numbers, strict=True):
        assert abs(Fraction(got) ** 2 - Fraction(x * x, total)) <= Fraction(x * x, total) * 10 * Fraction(1, 2**53)
        assert got * x >= 0

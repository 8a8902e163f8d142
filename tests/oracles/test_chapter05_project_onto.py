"""chapter05/project_onto against exact fractions, and against least squares."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

project_onto = Suite.load(builtin_course(), "chapter05/project_onto").namespace["project_onto"]
NUMBERS = st.integers(-50, 50)


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5).filter(lambda pairs: any(v for _, v in pairs)))
def test_two_roundings_are_all(pairs: list[tuple[int, int]]) -> None:
    """Of whole numbers, u · v and v · v are exact: their quotient is rounded, and its product with v[i]."""
    u, v = np.array(pairs).T
    dot, square = sum(a * b for a, b in pairs), sum(b * b for _, b in pairs)
    exact = [Fraction(dot, square) * b for _, b in pairs]
    for got, wanted in zip(project_onto(u, v), exact, strict=True):
        assert abs(Fraction(got) - wanted) <= abs(wanted) * Fraction(3, 2**53)


@pytest.mark.parametrize("n", [1, 2, 9, 60])
@pytest.mark.parametrize("scale", [1e-60, 1.0, 1e60])
def test_is_the_nearest_point_of_the_line(n: int, scale: float) -> None:
    """The fit of u by one column, whose length does not matter."""
    u, v = np.random.default_rng(n).normal(size=(2, n))
    nearest = v * linalg.lstsq(v[:, None], u)[0]
    np.testing.assert_allclose(project_onto(u, scale * v), nearest, rtol=1e-12, atol=1e-13)

"""chapter05/cross_product against exact determinants, and against NumPy."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

cross_product = Suite.load(builtin_course(), "chapter05/cross_product").namespace["cross_product"]
VECTORS = st.lists(st.integers(-1000, 1000), min_size=3, max_size=3)


@settings(derandomize=True, deadline=None)
@given(VECTORS, VECTORS, VECTORS)
def test_is_what_determinants_are_made_of(u: list[int], v: list[int], w: list[int]) -> None:
    """(u × v) · w is the determinant with the rows u, v, w: by Leibniz' six products, in whole numbers."""
    cross = cross_product(np.array(u), np.array(v))
    assert cross.dtype == np.int64
    six = [(0, 1, 2, 1), (1, 2, 0, 1), (2, 0, 1, 1), (0, 2, 1, -1), (1, 0, 2, -1), (2, 1, 0, -1)]
    assert int(cross @ np.array(w)) == sum(sign * u[i] * v[j] * w[k] for i, j, k, sign in six)


@pytest.mark.parametrize("scale", [1e-90, 1.0, 1e90])
def test_agrees_with_numpy_and_with_fractions(scale: float) -> None:
    """Three roundings a component: 2 u of the sum of both products."""
    rng = np.random.default_rng(0)
    for _ in range(50):
        u, v = rng.normal(size=(2, 3)) * scale
        cross = cross_product(u, v)
        np.testing.assert_allclose(
            cross, np.cross(u, v), rtol=1e-13, atol=1e-15 * np.linalg.norm(u) * np.linalg.norm(v)
        )
        for i, (j, k) in enumerate(((1, 2), (2, 0), (0, 1))):
            one, other = Fraction(u[j]) * Fraction(v[k]), Fraction(u[k]) * Fraction(v[j])
            assert abs(Fraction(cross[i]) - (one - other)) <= (abs(one) + abs(other)) * Fraction(2, 2**53)

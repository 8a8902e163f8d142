"""chapter01/pairwise_difference against exact fractions, and against SciPy's distances."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import distance

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

pairwise_difference = Suite.load(builtin_course(), "chapter01/pairwise_difference").namespace["pairwise_difference"]
NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6)


@settings(derandomize=True, deadline=None)
@given(NUMBERS, NUMBERS)
def test_every_entry_is_the_exact_difference_rounded(a: list[float], b: list[float]) -> None:
    """One subtraction, correctly rounded."""
    exact = [[float(Fraction(x) - Fraction(y)) for y in b] for x in a]
    np.testing.assert_array_equal(pairwise_difference(np.array(a), np.array(b)), np.array(exact), strict=True)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int64", "uint64"])
def test_no_integer_wraps_around(dtype: str) -> None:
    """The smallest and largest numbers of short types, small ones of long types."""
    most = min(np.iinfo(dtype).max, 2**31)
    a, b = np.array([max(np.iinfo(dtype).min, -(2**31)), 3], dtype), np.array([most, 0, 5], dtype)
    exact = [[float(x - y) for y in b.tolist()] for x in a.tolist()]
    np.testing.assert_array_equal(pairwise_difference(a, b), np.array(exact), strict=True)


def test_its_modulus_is_the_distance() -> None:
    """On the line, |a − b| is what SciPy calls every metric."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=4), rng.normal(size=6)
    np.testing.assert_allclose(
        np.abs(pairwise_difference(a, b)), distance.cdist(a[:, None], b[:, None]), rtol=1e-15, atol=1e-15
    )

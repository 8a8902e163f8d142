"""chapter07/poly_derivative against Python's whole numbers, NumPy's polynomials, and slopes in fifty digits."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

poly_derivative = Suite.load(builtin_course(), "chapter07/poly_derivative").namespace["poly_derivative"]


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(-(2**40), 2**40), min_size=1, max_size=12))
def test_is_exact_in_whole_numbers(coefficients: list[int]) -> None:
    """Python's, which have no bounds; zeros at the end stay."""
    got = poly_derivative(np.array(coefficients))
    assert got.dtype == np.int64
    assert got.tolist() == ([k * c for k, c in enumerate(coefficients)][1:] or [0])


@pytest.mark.parametrize("n", [1, 2, 5, 30])
def test_agrees_with_numpy(n: int) -> None:
    """One product of floats an entry, rounded once."""
    c = np.random.default_rng(n).normal(size=n)
    np.testing.assert_array_equal(poly_derivative(c), np.polynomial.polynomial.polyder(c), strict=True)


@pytest.mark.parametrize("x", [-1.3, 0.2, 2.0])
def test_is_the_slope(x: float) -> None:
    """mpmath differentiates the polynomial by steps, in fifty digits."""
    c = np.random.default_rng(0).normal(size=7)
    with mpmath.workdps(50):
        slope = float(mpmath.diff(lambda t: sum(a * t**k for k, a in enumerate(c.tolist())), x))
    assert np.polynomial.polynomial.polyval(x, poly_derivative(c)) == pytest.approx(slope, rel=1e-13)

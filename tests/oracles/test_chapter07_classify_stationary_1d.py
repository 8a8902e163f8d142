"""chapter07/classify_stationary_1d against the definitions of minimum and maximum, by looking around."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

classify = Suite.load(builtin_course(), "chapter07/classify_stationary_1d").namespace["classify_stationary_1d"]


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=2, max_size=6).filter(any))
def test_says_what_a_look_around_says(coefficients: list[int]) -> None:
    """Of c₁ t + c₂ t² + … at 0: f is compared with its values nearby."""
    p = np.polynomial.Polynomial([0, *coefficients])
    t = 0.05  # The leading term decides: 3 (t + t² + …) < 1.
    left, right = p(-t) > 0, p(t) > 0
    want = "inflection" if left != right else "minimum" if left else "maximum"
    got = classify(p.deriv(), p.deriv(2), 0.0, h=t)
    assert got == ("not stationary" if coefficients[0] else want)


@pytest.mark.parametrize("k", range(6))
def test_waves_have_them_by_turns(k: int) -> None:
    """sin, at π/2 + k π as far as a float64 knows it."""
    got = classify(np.cos, lambda x: -np.sin(x), np.pi / 2 + k * np.pi)
    assert got == ("minimum" if k % 2 else "maximum")

"""chapter06/lp_norm against mpmath and SciPy."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

lp_norm = Suite.load(builtin_course(), "chapter06/lp_norm").namespace["lp_norm"]
NUMBERS = st.sampled_from([0.0, 1e-300, -3e200]) | st.floats(-1e6, 1e6, allow_subnormal=False)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(NUMBERS, min_size=1, max_size=8), st.sampled_from([1, 1.5, 2, 3, 7.25, 300]))
def test_agrees_with_mpmath_at_every_scale(x: list[float], p: float) -> None:
    """A power is off by p u, the root divides that by p: a few u in all."""
    with mpmath.workdps(60):
        exact = float(mpmath.fsum(abs(mpmath.mpf(v)) ** mpmath.mpf(p) for v in x) ** (1 / mpmath.mpf(p)))
    assert lp_norm(np.array(x), p) == pytest.approx(exact, rel=1e-14, abs=0.0)


def test_scipy_agrees_where_nothing_overflows() -> None:
    """p = ∞ and p = 0, too."""
    x = np.array([3.0, 0.0, -4.5, 4.5, 1e-12])
    for p in (0, 1, 2, 2.5, 3, np.inf):
        assert lp_norm(x, p) == pytest.approx(linalg.norm(x, p), rel=1e-14)


@pytest.mark.parametrize("p", [0.5, -1, -math.inf, math.nan])
def test_what_is_no_norm_raises(p: float) -> None:
    """ValueError."""
    with pytest.raises(ValueError, match="p must be"):
        lp_norm(np.ones(2), p)

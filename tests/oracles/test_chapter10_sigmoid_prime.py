"""chapter10/sigmoid_prime against mpmath's numerical derivative of σ, in 60 digits."""

from __future__ import annotations

import mpmath
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

sigmoid_prime = Suite.load(builtin_course(), "chapter10/sigmoid_prime").namespace["sigmoid_prime"]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.floats(-100.0, 100.0))
def test_slopes_are_those_of_the_logistic_function(z: float) -> None:
    """Every slope is right to a few units in its last place, in the tails too."""
    with mpmath.workdps(60):
        want = mpmath.diff(lambda x: 1 / (1 + mpmath.exp(-x)), mpmath.mpf(z))
        got = mpmath.mpf(float(sigmoid_prime(np.asarray(z))))
        assert abs(got - want) <= 1e-14 * want


def test_slopes_vanish_far_away() -> None:
    """Where the true slope is below the smallest float64, the reference gives 0 and warns of nothing."""
    Z = np.array([800.0, -800.0, 1e300, -1e300, np.inf, -np.inf])
    assert sigmoid_prime(Z).tolist() == [0.0] * 6

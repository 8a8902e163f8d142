"""chapter09/sigmoid_stable against mpmath in 400 digits, and against SciPy."""

from __future__ import annotations

import warnings

import mpmath
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

sigmoid = Suite.load(builtin_course(), "chapter09/sigmoid_stable").namespace["sigmoid"]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.floats(-700.0, 700.0))
def test_is_the_logistic_function(z: float) -> None:
    """Every value is right to a few units in its last place, in the tails too."""
    with mpmath.workdps(400):
        want = mpmath.mpf(1) / 2 + mpmath.tanh(mpmath.mpf(z) / 2) / 2
        got = mpmath.mpf(float(sigmoid(np.asarray(z))))
        assert abs(got - want) <= 1e-14 * want


@settings(derandomize=True, deadline=None)
@given(st.floats(allow_nan=False))
def test_agrees_with_scipy_everywhere(z: float) -> None:
    """For every float64, infinities included, it is SciPy's expit, and NumPy has nothing to warn of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_allclose(sigmoid(np.asarray(z)), expit(z), rtol=1e-14, atol=1e-320)

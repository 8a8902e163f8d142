"""chapter09/relu against the area under a step, and against sorting."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

relu = Suite.load(builtin_course(), "chapter09/relu").namespace["relu"]


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.floats(-100.0, 100.0))
def test_is_the_area_under_a_step(z: float) -> None:
    """relu(z) is the integral of the unit step up to z."""
    area = quad(lambda t: float(np.heaviside(t, 0.0)), -100.0, z, points=[0.0])[0]
    assert math.isclose(float(relu(np.asarray(z))), area, rel_tol=1e-9, abs_tol=1e-9)


@settings(derandomize=True, deadline=None)
@given(st.floats())
def test_picks_one_of_the_two(z: float) -> None:
    """For every float64, the result is the later of 0 and z in order; NaN stays NaN."""
    got = float(relu(np.asarray(z)))
    assert math.isnan(got) if math.isnan(z) else got == sorted([0.0, z])[1]

"""chapter07/directional_derivative against derivatives along a line, in fifty digits."""

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

directional = Suite.load(builtin_course(), "chapter07/directional_derivative").namespace["directional_derivative"]


def f(x, y):
    return mpmath.sin(x * y) + x**2 * mpmath.exp(y)


@pytest.mark.parametrize("v", [(3.0, 4.0), (-1e-9, 2e-9), (1e120, 0.0), (0.3, -0.1)])
def test_is_the_slope_along_a_line(v: tuple[float, float]) -> None:
    """mpmath differentiates f(x + t v/|v|) in t."""
    x, y = 0.7, 1.3
    with mpmath.workdps(50):
        length = mpmath.hypot(*v)
        a, b = (mpmath.mpf(c) / length for c in v)
        want = float(mpmath.diff(lambda t: f(x + t * a, y + t * b), 0))
        gradient = [float(mpmath.diff(f, (x, y), order)) for order in ((1, 0), (0, 1))]
    assert directional(np.array(gradient), np.array(v)) == pytest.approx(want, rel=1e-13)


def test_zero_is_no_direction() -> None:
    """ValueError."""
    with pytest.raises(ValueError, match="direction"):
        directional(np.ones(3), np.zeros(3))

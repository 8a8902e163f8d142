"""chapter08/newton_1d against SciPy and mpmath."""

import math

import mpmath
import numpy as np
import pytest
from scipy import optimize

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

newton_1d = Suite.load(builtin_course(), "chapter08/newton_1d").namespace["newton_1d"]


@pytest.mark.parametrize("a", [2.0, 3.0, 7.0])
def test_agrees_with_scipy(a: float) -> None:
    """Of 2 − x² and of two others, roots are SciPy's, to rounding."""
    for f, df, x0 in (
        (lambda x: a - x * x, lambda x: -2 * x, 1.0),
        (lambda x: math.exp(x) - a, math.exp, 2.0),
        (lambda x: x**3 + x - a, lambda x: 3 * x * x + 1, 2.0),
    ):
        assert newton_1d(f, df, x0)[0] == pytest.approx(optimize.newton(f, x0, df, tol=1e-15), rel=1e-13)


def test_the_errors_are_those_of_mpmath() -> None:
    """In fifty digits, each iterate of cos x = x is what ours is in sixteen; the last is mpmath's root."""
    _, history = newton_1d(lambda x: math.cos(x) - x, lambda x: -math.sin(x) - 1, 0.0)
    with mpmath.workdps(50):
        x = mpmath.mpf(0)
        for ours in history:
            assert ours == pytest.approx(float(x), abs=1e-15)
            x = x - (mpmath.cos(x) - x) / (-mpmath.sin(x) - 1)
        assert history[-1] == pytest.approx(float(mpmath.findroot(lambda x: mpmath.cos(x) - x, 0.7)), rel=1e-15)


def test_a_cycle_is_no_root() -> None:
    """x³ − 2x + 2 from 0 goes to 1 and back for ever."""
    with pytest.raises(ValueError, match="no root"):
        newton_1d(lambda x: x**3 - 2 * x + 2, lambda x: 3 * x * x - 2, 0.0, max_iter=1000)
    assert np.isfinite(newton_1d(lambda x: x**3 - 2 * x + 2, lambda x: 3 * x * x - 2, -2.0)[0])

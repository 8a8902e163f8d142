"""chapter07/derivative_rules against derivatives in fifty digits, of the composed functions themselves."""

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

derivative_rules = Suite.load(builtin_course(), "chapter07/derivative_rules").namespace["derivative_rules"]


def u(m, x):
    return m.sin(2 * x) + x


def v(m, x):
    return m.exp(x / 2) - x**2


@pytest.mark.parametrize("x", [-1.3, 0.4, 2.2])
def test_are_the_slopes_of_what_is_composed(x: float) -> None:
    """mpmath differentiates sum, product, quotient and composition as wholes."""
    with mpmath.workdps(50):
        slope = [float(mpmath.diff(lambda t, g=g: g(mpmath, t), x)) for g in (u, v)]
        whole = (
            lambda t: u(mpmath, t) + v(mpmath, t),
            lambda t: u(mpmath, t) * v(mpmath, t),
            lambda t: u(mpmath, t) / v(mpmath, t),
            lambda t: mpmath.cos(u(mpmath, t)),
        )
        want = [float(mpmath.diff(f, x)) for f in whole]
    got = derivative_rules(u(np, x), slope[0], v(np, x), slope[1], lambda y: -np.sin(y))
    np.testing.assert_allclose(got, want, rtol=1e-12)

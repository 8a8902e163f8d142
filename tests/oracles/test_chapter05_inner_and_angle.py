"""chapter05/inner_and_angle against exact fractions, mpmath and SciPy."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from scipy.spatial.distance import cosine

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

inner_and_angle = Suite.load(builtin_course(), "chapter05/inner_and_angle").namespace["inner_and_angle"]


def exactly(u: np.ndarray, v: np.ndarray) -> tuple[Fraction, float]:
    """The product as a fraction, and the angle in 50 digits."""
    dot, uu, vv = (
        sum(Fraction(a) * Fraction(b) for a, b in zip(x, y, strict=True)) for x, y in ((u, v), (u, u), (v, v))
    )
    with mpmath.workdps(50):
        square = dot * dot / (uu * vv)
        root = mpmath.sqrt(mpmath.mpf(square.numerator) / square.denominator)
        return dot, float(mpmath.acos(root if dot >= 0 else -root))


@pytest.mark.parametrize("n", [2, 3, 8, 50])
@pytest.mark.parametrize("scale", [1e-60, 1.0, 1e60])
def test_exact_arithmetic_and_scipy_agree(n: int, scale: float) -> None:
    """The product to n u of Σ |u v|, the angle to some u of 1 / sin t."""
    rng = np.random.default_rng(n)
    for _ in range(20):
        u, v = rng.normal(size=(2, n)) * scale
        dot, angle = inner_and_angle(u, v)
        exact_dot, exact_angle = exactly(u, v)
        assert abs(Fraction(dot) - exact_dot) <= Fraction(float(np.abs(u) @ np.abs(v))) * n * Fraction(1, 2**52)
        assert abs(angle - exact_angle) <= (n + 5) * 2**-52 / np.sin(exact_angle)
        assert np.cos(angle) == pytest.approx(1.0 - cosine(u, v), abs=1e-13)


@pytest.mark.parametrize("factor", [1.0, 3.0, 0.7, -1.0, -3.0])
def test_same_and_opposite_directions_are_right_to_1e_7(factor: float) -> None:
    """What the prompt promises near 0 and π; many of these cosines are beyond 1 before they are clipped."""
    rng = np.random.default_rng(0)
    beyond = 0
    for u in rng.normal(size=(500, 3)):
        v = factor * u
        beyond += abs(u @ v) > np.linalg.norm(u) * np.linalg.norm(v)
        assert abs(inner_and_angle(u, v)[1] - (0.0 if factor > 0 else np.pi)) <= 1e-7
    assert beyond > 25

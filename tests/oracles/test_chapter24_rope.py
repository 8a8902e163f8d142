"""chapter24/rope against rotations by the matrix exponential, in mpmath's precision for late positions."""

import mpmath
import numpy as np
import pytest
from scipy.linalg import block_diag, expm

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ROPE = Suite.load(builtin_course(), "chapter24/rope").namespace
forward, backward = ROPE["rope_forward"], ROPE["rope_backward"]
GENERATOR = np.array([[0.0, -1.0], [1.0, 0.0]])


@pytest.mark.parametrize(("d", "start", "base"), [(2, 0, 10000.0), (6, 3, 50.0), (8, 11, 10000.0)])
def test_each_row_is_turned_by_an_exponential(d: int, start: int, base: float) -> None:
    """The rotation at position p is the exponential of p times a skew-symmetric matrix."""
    rng = np.random.default_rng(d)
    X, dY = rng.normal(size=(2, 4, d)), rng.normal(size=(2, 4, d))
    skew = block_diag(*(base ** (-2.0 * i / d) * GENERATOR for i in range(d // 2)))
    for t in range(4):
        R = expm((start + t) * skew)
        np.testing.assert_allclose(forward(X, start, base)[:, t], X[:, t] @ R.T, rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(backward(dY, start, base)[:, t], dY[:, t] @ R, rtol=1e-11, atol=1e-12)


def test_late_positions_keep_their_digits() -> None:
    """At position 59999 the angles are as large, and so is the rounding: 1e-11 is left."""
    Y = forward(np.array([[[1.0, 0.0, 1.0, 0.0]]]), 59999)
    with mpmath.workdps(40):
        angles = [mpmath.mpf(59999), mpmath.mpf(59999) / 100]
        want = [float(f(angle)) for angle in angles for f in (mpmath.cos, mpmath.sin)]
    np.testing.assert_allclose(Y[0, 0], want, atol=1e-11)

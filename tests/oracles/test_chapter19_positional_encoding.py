"""chapter19/positional_encoding against mpmath."""

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

positional_encoding = Suite.load(builtin_course(), "chapter19/positional_encoding").namespace["positional_encoding"]


@pytest.mark.parametrize(("T", "D"), [(1, 1), (5, 4), (9, 7), (40, 10)])
def test_has_the_digits_of_mpmath(T: int, D: int) -> None:
    """Sines and cosines of t / 10000^(2i/D) with 40 digits; an angle of 40 is rounded to 4e-15."""
    mpmath.mp.dps = 40
    want = np.empty((T, D))
    for t in range(T):
        for k in range(D):
            angle = t / mpmath.mpf(10000) ** (mpmath.mpf(2 * (k // 2)) / D)
            want[t, k] = float(mpmath.cos(angle) if k % 2 else mpmath.sin(angle))
    np.testing.assert_allclose(positional_encoding(T, D), want, rtol=1e-12, atol=1e-14)


def test_products_of_rows_depend_on_their_distance_alone() -> None:
    """For an even D, PE[s] · PE[t] = Σ_i cos((s − t) / 10000^(2i/D))."""
    PE = positional_encoding(12, 8)
    apart = np.arange(12)[:, None] - np.arange(12)
    want = sum(np.cos(apart / 10000.0 ** (2 * i / 8)) for i in range(4))
    np.testing.assert_allclose(PE @ PE.T, want, rtol=1e-12, atol=1e-13)

"""chapter09/cross_correlate2d_same against SciPy's signal and image filters."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage, signal

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

NAME = "cross_correlate2d_same"
cross_correlate2d_same = Suite.load(builtin_course(), f"chapter09/{NAME}").namespace[NAME]


@pytest.mark.parametrize(
    ("H", "W", "P", "Q"), [(7, 6, 3, 5), (5, 5, 3, 3), (6, 4, 5, 1), (2, 5, 5, 3), (1, 1, 3, 5), (3, 2, 7, 5)]
)
def test_agrees_with_scipy(H: int, W: int, P: int, Q: int) -> None:
    """Y is the cross-correlation of scipy.signal and of scipy.ndimage, with zeros beyond the border."""
    rng = np.random.default_rng(H)
    image, kernel = rng.normal(size=(H, W)), rng.normal(size=(P, Q))
    got = cross_correlate2d_same(image, kernel)
    np.testing.assert_allclose(got, signal.correlate2d(image, kernel, mode="same"), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(got, ndimage.correlate(image, kernel, mode="constant"), rtol=1e-12, atol=1e-14)

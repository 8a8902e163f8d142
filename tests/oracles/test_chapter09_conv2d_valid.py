"""chapter09/conv2d_valid against SciPy, and against products of polynomials."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.polynomial import polynomial
from scipy.signal import convolve2d

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

conv2d_valid = Suite.load(builtin_course(), "chapter09/conv2d_valid").namespace["conv2d_valid"]


@pytest.mark.parametrize(("H", "W", "P", "Q"), [(7, 5, 3, 2), (5, 5, 3, 3), (6, 8, 2, 5), (4, 3, 4, 3), (3, 5, 1, 1)])
def test_agrees_with_scipy(H: int, W: int, P: int, Q: int) -> None:
    """Y is what scipy.signal calls the valid part of a convolution."""
    rng = np.random.default_rng(H)
    image, kernel = rng.normal(size=(H, W)), rng.normal(size=(P, Q))
    want = convolve2d(image, kernel, mode="valid")
    np.testing.assert_allclose(conv2d_valid(image, kernel), want, rtol=1e-12, atol=1e-14)


def test_multiplies_polynomials() -> None:
    """Convolving the coefficients of two polynomials in x and y gives those of their product."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(3, 4)), rng.normal(size=(2, 3))
    product = conv2d_valid(np.pad(a, ((1, 1), (2, 2))), b)
    x, y = rng.normal(size=(2, 10))
    want = polynomial.polyval2d(x, y, a) * polynomial.polyval2d(x, y, b)
    np.testing.assert_allclose(polynomial.polyval2d(x, y, product), want, rtol=1e-10)

"""chapter07/gradient_of_book_surface against autograd and exact fractions."""

from fractions import Fraction

import numpy as np
from autograd import elementwise_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

surface = Suite.load(builtin_course(), "chapter07/gradient_of_book_surface").namespace["gradient_of_book_surface"]


def f(x, y):
    return x**2 + x * y + y**2


def test_is_autograds_gradient() -> None:
    """On a grid, entry by entry."""
    rng = np.random.default_rng(0)
    x, y = np.meshgrid(rng.normal(size=4), rng.normal(size=3))
    height, f_x, f_y = surface(x[:1], y[:, :1])
    np.testing.assert_allclose(height, f(x, y), rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(f_x, elementwise_grad(f, 0)(x, y), rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(f_y, elementwise_grad(f, 1)(x, y), rtol=1e-13, atol=1e-14)


def test_is_exact_in_fractions() -> None:
    """At (1/2, −2/5)."""
    assert surface(Fraction(1, 2), Fraction(-2, 5)) == (Fraction(21, 100), Fraction(3, 5), Fraction(-3, 10))

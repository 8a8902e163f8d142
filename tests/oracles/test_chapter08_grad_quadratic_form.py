"""chapter08/grad_quadratic_form against exact fractions, and against automatic differentiation."""

from fractions import Fraction

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

grad_quadratic_form = Suite.load(builtin_course(), "chapter08/grad_quadratic_form").namespace["grad_quadratic_form"]


@pytest.mark.parametrize("n", [1, 2, 5])
def test_central_differences_of_exact_fractions_agree(n: int) -> None:
    """Of a polynomial of degree 2, a central difference has no error, and fractions round nothing."""
    rng = np.random.default_rng(n)
    A, x = rng.integers(-9, 9, size=(n, n)), rng.integers(-9, 9, size=n)

    def f(x: list[Fraction]) -> Fraction:
        return sum((int(A[i, j]) * x[i] * x[j] for i in range(n) for j in range(n)), Fraction(0))

    for k, g in enumerate(grad_quadratic_form(A.astype(float), x.astype(float))):
        up, down = ([Fraction(int(v)) + (sign if i == k else 0) for i, v in enumerate(x)] for sign in (1, -1))
        assert Fraction(float(g)) == (f(up) - f(down)) / 2


def test_agrees_with_autograd() -> None:
    """To rounding, at several sizes."""
    for n in (2, 4, 7):
        rng = np.random.default_rng(n)
        A, x = rng.normal(size=(n, n)), rng.normal(size=n)
        expected = grad(lambda x, A=A: anp.dot(x, anp.dot(A, x)))(x)
        np.testing.assert_allclose(grad_quadratic_form(A, x), expected, rtol=1e-12, atol=1e-13)

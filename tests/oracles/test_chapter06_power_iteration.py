"""chapter06/power_iteration against powers in exact fractions, SciPy's eigenpairs, and the rate that theory gives."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import linalg

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

power_iteration = Suite.load(builtin_course(), "chapter06/power_iteration").namespace["power_iteration"]


@pytest.mark.parametrize("iters", [0, 1, 2, 7, 30])
def test_it_is_a_power_of_the_matrix_scaled(iters: int) -> None:
    """Aᵏ v0 and its Rayleigh quotient, in whole numbers of any length; conditions of k steps are a few hundred."""
    rng = np.random.default_rng(iters)
    A, v0 = rng.integers(-5, 6, size=(3, 3)), rng.integers(1, 6, size=3)
    w = [int(x) for x in v0]
    for _ in range(iters):
        w = [sum(int(a) * x for a, x in zip(row, w, strict=True)) for row in A]
    square = sum(x * x for x in w)
    images = [sum(int(a) * x for a, x in zip(row, w, strict=True)) for row in A]
    quotient = Fraction(sum(x * y for x, y in zip(w, images, strict=True)), square)
    λ, v = power_iteration(A, v0, iters)
    exact = [np.sign(x) * float(Fraction(x * x, square)) ** 0.5 for x in w]
    np.testing.assert_allclose(v, exact, atol=1e-12)
    assert λ == pytest.approx(float(quotient), rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("sign", [1, -1])
def test_scipy_finds_the_same_dominant_pair(sign: int) -> None:
    """Positive matrices have one, by Perron and Frobenius; after 200 steps nothing is left to converge."""
    A = sign * np.random.default_rng(1).uniform(0.1, 1.0, size=(6, 6))
    eigenvalues, vectors = linalg.eig(A)
    dominant = np.argmax(np.abs(eigenvalues))
    λ, v = power_iteration(A, np.ones(6), 200)
    assert λ == pytest.approx(eigenvalues[dominant].real, rel=1e-13)
    assert abs(v @ vectors[:, dominant].real) == pytest.approx(1.0, rel=1e-13)


def test_of_a_symmetric_matrix_errors_shrink_by_the_ratio_and_its_square() -> None:
    """A plane rotated: tan of the angle to q₁ is multiplied by λ₂/λ₁ in each step, and λ₁ − λ is (λ₁ − λ₂) sin²."""
    q1, q2 = np.array([0.6, 0.8]), np.array([-0.8, 0.6])
    A = 5.0 * np.outer(q1, q1) + 2.0 * np.outer(q2, q2)
    for k in range(12):
        λ, v = power_iteration(A, 3.0 * q1 + 6.0 * q2, k)
        assert (q2 @ v) / (q1 @ v) == pytest.approx(2.0 * 0.4**k, rel=1e-9)
        assert 5.0 - λ == pytest.approx(3.0 * (q2 @ v) ** 2, rel=1e-6)

"""chapter06/pseudoinverse against SciPy, exact fractions, and what regularised least squares tends to."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import linalg

from mdl_grade.checks import perturbation_tolerance
from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

SUITE = Suite.load(builtin_course(), "chapter06/pseudoinverse")
pseudoinverse = SUITE.namespace["pseudoinverse"]


@pytest.mark.parametrize(("m", "n"), [(5, 3), (3, 5), (4, 4), (1, 6), (7, 1)])
@pytest.mark.parametrize("rcond", [1e-6, 0.05, 0.4])
def test_scipy_agrees(m: int, n: int, rcond: float) -> None:
    """The same limit; singular values above it are divided by, so that the condition is 1 / rcond at most."""
    rng = np.random.default_rng(m)
    A = rng.normal(size=(m, n)) @ np.diag(10.0 ** -np.arange(n))
    np.testing.assert_allclose(
        pseudoinverse(A, rcond), linalg.pinv(A, atol=0.0, rtol=rcond), atol=1e-14 / rcond**2 / np.linalg.norm(A)
    )


def test_of_rank_one_it_is_the_transpose_over_the_sum_of_squares() -> None:
    """In exact fractions, for products of a column and a row of integers."""
    rng = np.random.default_rng(0)
    for m, n in ((3, 4), (5, 2), (1, 3), (6, 6)):
        A = np.outer(rng.integers(1, 9, size=m), rng.integers(-9, 0, size=n))
        total = int(np.sum(A**2))
        exact = [[float(Fraction(int(x), total)) for x in column] for column in A.T]
        np.testing.assert_allclose(pseudoinverse(A), exact, rtol=1e-12)


def test_ridge_regression_tends_to_it() -> None:
    """(AᵀA + ε I)⁻¹ Aᵀ differs by ε / s³ at most, by its singular values s / (s² + ε)."""
    A = np.outer([1.0, 2.0, 0.0], [1.0, -1.0]) + np.outer([0.0, 0.0, 3.0], [2.0, 2.0])
    A = np.hstack([A, A])
    ε = 1e-6
    ridge = np.linalg.solve(A.T @ A + ε * np.eye(4), A.T)
    s = np.linalg.svd(A, compute_uv=False)[1]
    np.testing.assert_allclose(pseudoinverse(A), ridge, atol=1.01 * ε / s**3 + 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_draws_are_conditioned_for_the_tolerance_of_values(seed: int) -> None:
    """Where full rank is asked for, right answers differ by less than a hundredth of the 1e-7 that is let pass."""
    for name in ("matrices", "whole_numbers"):
        for case in filter(SUITE.draws[name].fit, SUITE.draws[name](np.random.default_rng(seed))):
            if np.linalg.matrix_rank(case.A) == min(case.A.shape):
                found = perturbation_tolerance(pseudoinverse, {"A": 1.0 * case.A}, rng=np.random.default_rng(0))
                assert found.rtol < 1e-9

"""chapter06/determinant against exact fractions, and against SciPy."""

import math
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from scipy import linalg

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

determinant = Suite.load(builtin_course(), "chapter06/determinant").namespace["determinant"]


def leibniz(A: list[list[Fraction]]) -> Fraction:
    """Return the sum over all permutations, by definition."""
    total = Fraction(0)
    for order in permutations(range(len(A))):
        inversions = sum(order[i] > order[j] for j in range(len(A)) for i in range(j))
        total += (-1) ** inversions * math.prod((A[i][j] for i, j in enumerate(order)), start=Fraction(1))
    return total


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", range(4))
def test_it_is_leibniz_sum(n: int, seed: int) -> None:
    """Elimination with pivoting is off by about n² u of Hadamard's bound."""
    A = np.random.default_rng(seed).normal(size=(n, n))
    A[0, 0] *= seed % 2
    exact = float(leibniz([[Fraction(x) for x in row] for row in A.tolist()]))
    bound = float(np.prod(np.linalg.norm(A, axis=1)))
    assert abs(determinant(A) - exact) <= n**2 * np.finfo(float).eps * bound


def test_scipy_agrees_on_large_ones() -> None:
    """30 × 30, of integers as well."""
    rng = np.random.default_rng(0)
    for A in (rng.normal(size=(30, 30)), rng.integers(-9, 9, size=(30, 30))):
        assert determinant(A) == pytest.approx(linalg.det(A), rel=1e-11)
        assert isinstance(determinant(A), float)


@pytest.mark.parametrize("A", [[[0.0]], [[1, 2], [2, 4]], [[0, 1], [0, 5]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]])
def test_singular_ones_give_zero(A: list[list[float]]) -> None:
    """Up to rounding of the largest product."""
    assert abs(determinant(np.array(A))) < 1e-13

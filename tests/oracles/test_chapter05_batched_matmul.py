"""chapter05/batched_matmul against BLAS, matrix by matrix, and against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.linalg import blas

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

batched_matmul = Suite.load(builtin_course(), "chapter05/batched_matmul").namespace["batched_matmul"]


@pytest.mark.parametrize(("one", "other"), [(3, 3), (1, 4), (4, 1), (1, 1)])
@pytest.mark.parametrize(("n", "k", "m"), [(2, 5, 3), (4, 4, 4), (1, 2, 1)])
def test_every_product_is_that_of_blas(one: int, other: int, n: int, k: int, m: int) -> None:
    """dgemm of each pair, to k u of Σ |a c|; a stack of one is in every pair."""
    rng = np.random.default_rng(k)
    A, C = rng.normal(size=(one, n, k)), rng.normal(size=(other, k, m))
    Y = batched_matmul(A, C)
    assert Y.shape == (max(one, other), n, m)
    for s, matrix in enumerate(Y):
        left, right = A[s % one], C[s % other]
        bound = 2 * k * 2**-53 * (np.abs(left) @ np.abs(right))
        assert np.all(np.abs(matrix - blas.dgemm(1.0, left, right)) <= bound)


def test_is_exact_on_binary_fractions() -> None:
    """Where nothing is rounded, every entry is the sum of fractions that it should be."""
    rng = np.random.default_rng(0)
    A, C = rng.integers(-9, 10, (3, 2, 4)) / 4, rng.integers(-9, 10, (3, 4, 5)) / 8
    Y = batched_matmul(A, C)
    for s, i, j in np.ndindex(Y.shape):
        pairs = zip(A[s, i].tolist(), C[s, :, j].tolist(), strict=True)
        assert Fraction(float(Y[s, i, j])) == sum(Fraction(a) * Fraction(c) for a, c in pairs)

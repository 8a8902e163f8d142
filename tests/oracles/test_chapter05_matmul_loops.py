"""chapter05/matmul_loops against Python's own integers, and against BLAS."""

import numpy as np
import pytest
from scipy.linalg import blas

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

matmul_loops = Suite.load(builtin_course(), "chapter05/matmul_loops").namespace["matmul_loops"]
SIZES = [(3, 5, 4), (4, 4, 4), (1, 6, 1), (2, 1, 3)]


@pytest.mark.parametrize(("n", "k", "m"), SIZES)
@pytest.mark.parametrize("first", ["int64", "float64"])
@pytest.mark.parametrize("second", ["int64", "float64"])
def test_whole_numbers_are_exact(n: int, k: int, m: int, first: str, second: str) -> None:
    """The definition in Python's integers, in the kind of numbers that np.result_type names."""
    rng = np.random.default_rng(n)
    A, B = rng.integers(-99, 100, size=(n, k)), rng.integers(-99, 100, size=(k, m))
    C = matmul_loops(A.astype(first), B.astype(second))
    assert C.dtype == np.result_type(first, second)
    one, other = A.tolist(), B.tolist()
    assert C.tolist() == [[sum(one[i][s] * other[s][j] for s in range(k)) for j in range(m)] for i in range(n)]


@pytest.mark.parametrize(("n", "k", "m"), SIZES)
def test_agrees_with_blas(n: int, k: int, m: int) -> None:
    """dgemm, to k u of Σ |a b|."""
    rng = np.random.default_rng(k)
    A, B = rng.normal(size=(n, k)), rng.normal(size=(k, m))
    bound = 2 * k * 2**-53 * (np.abs(A) @ np.abs(B))
    assert np.all(np.abs(matmul_loops(A, B) - blas.dgemm(1.0, A, B)) <= bound)


def test_the_book_s_mistake_is_not_made() -> None:
    """A table of A's type would hold [[1, 0], [3, 1]]."""
    A, B = np.array([[1, 0], [0, 1]]), np.array([[1.5, 0.75], [3.5, 1.75]])
    assert matmul_loops(A, B).tolist() == B.tolist()

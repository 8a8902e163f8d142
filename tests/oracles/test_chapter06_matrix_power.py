"""chapter06/matrix_power against integers of any size, NumPy and Fibonacci's numbers."""

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

matrix_power = Suite.load(builtin_course(), "chapter06/matrix_power").namespace["matrix_power"]


@pytest.mark.parametrize("k", [0, 1, 2, 5, 9])
@pytest.mark.parametrize("n", [1, 2, 4])
def test_integers_are_exact(n: int, k: int) -> None:
    """Python's integers have any size."""
    A = np.random.default_rng(n).integers(-5, 6, size=(n, n))
    power = matrix_power(A, k)
    assert power.dtype == np.int64
    assert power.tolist() == np.linalg.matrix_power(A.astype(object), k).tolist()


def test_fibonacci_up_to_the_largest_that_fits() -> None:
    """F₉₂ is the last one that is smaller than 2⁶³."""
    with mpmath.workdps(40):
        for k in range(1, 92):
            assert int(matrix_power(np.array([[1, 1], [1, 0]]), k)[0, 0]) == int(mpmath.nint(mpmath.fib(k + 1)))


@pytest.mark.parametrize("k", [0, 1, 3, 10])
def test_numpy_agrees_on_floats(k: int) -> None:
    """In another order of products, each of which is off by n u |A| |B|: within k n u |A|ᵏ, entry by entry."""
    A = np.random.default_rng(k).normal(size=(5, 5))
    bound = (k + 1) * 5 * np.finfo(float).eps * np.linalg.matrix_power(np.abs(A), k)
    assert np.all(np.abs(matrix_power(A, k) - np.linalg.matrix_power(A, k)) <= bound)

"""chapter05/tensor_contraction against Python's own integers, and against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

contract = Suite.load(builtin_course(), "chapter05/tensor_contraction").namespace["tensor_contraction"]
SIZES = [(2, 3, 4), (4, 3, 2), (3, 3, 3), (1, 5, 1), (2, 1, 3)]


@pytest.mark.parametrize(("a", "b", "c"), SIZES)
@pytest.mark.parametrize("first", ["int64", "float64"])
@pytest.mark.parametrize("second", ["int64", "float64"])
def test_whole_numbers_are_exact(a: int, b: int, c: int, first: str, second: str) -> None:
    """The definition in Python's integers, in the kind of numbers that np.result_type names."""
    rng = np.random.default_rng(a)
    T, v = rng.integers(-99, 100, size=(a, b, c)), rng.integers(-99, 100, size=b)
    R = contract(T.astype(first), v.astype(second))
    assert R.dtype == np.result_type(first, second)
    numbers, weights = T.tolist(), v.tolist()
    assert R.tolist() == [[sum(numbers[i][j][k] * weights[j] for j in range(b)) for k in range(c)] for i in range(a)]


@pytest.mark.parametrize(("a", "b", "c"), SIZES)
def test_rounding_is_that_of_a_sum(a: int, b: int, c: int) -> None:
    """To b u of Σ |T v|, against fractions."""
    rng = np.random.default_rng(c)
    T, v = rng.normal(size=(a, b, c)), rng.normal(size=b)
    R = contract(T, v)
    for i, k in np.ndindex(a, c):
        terms = [Fraction(x) * Fraction(w) for x, w in zip(T[i, :, k].tolist(), v.tolist(), strict=True)]
        assert abs(Fraction(float(R[i, k])) - sum(terms)) <= sum(map(abs, terms)) * Fraction(b, 2**53)

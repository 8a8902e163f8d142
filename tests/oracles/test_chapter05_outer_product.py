"""chapter05/outer_product against Python's own numbers, against BLAS, and against what np.result_type says."""

import numpy as np
import pytest
from scipy.linalg import blas

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

outer_product = Suite.load(builtin_course(), "chapter05/outer_product").namespace["outer_product"]
KINDS = ("int64", "float64", "complex128")


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
@pytest.mark.parametrize(("n", "m"), [(3, 5), (4, 4), (1, 2), (1, 1)])
def test_every_entry_is_one_product(first: str, second: str, n: int, m: int) -> None:
    """Small whole numbers have exact products, in the kind of numbers that both types lead to."""
    rng = np.random.default_rng(n)
    u, v = rng.integers(-9, 10, size=n).astype(first), rng.integers(-9, 10, size=m).astype(second)
    if first == "complex128":
        u += 2j
    if second == "complex128":
        v -= 3j
    table = outer_product(u, v)
    assert table.dtype == np.result_type(first, second)
    assert table.tolist() == [[x * y for y in v.tolist()] for x in u.tolist()]


def test_agrees_with_blas() -> None:
    """The rank-one updates dger and zgeru (the one that does not conjugate)."""
    u, v = np.random.default_rng(0).normal(size=(2, 6))
    np.testing.assert_array_equal(outer_product(u, v), blas.dger(1.0, u, v))
    u, v = u + 1j * v, v - 2j * u
    np.testing.assert_allclose(outer_product(u, v), blas.zgeru(1.0, u, v), rtol=1e-14)

"""chapter05/kronecker against SciPy's sparse matrices, and against NumPy."""

import numpy as np
import pytest
from scipy import sparse

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

kronecker = Suite.load(builtin_course(), "chapter05/kronecker").namespace["kronecker"]


@pytest.mark.parametrize(("m", "n", "p", "q"), [(2, 3, 4, 5), (2, 2, 2, 2), (1, 3, 2, 1), (3, 1, 1, 4), (1, 1, 1, 1)])
@pytest.mark.parametrize("first", ["int64", "float64"])
@pytest.mark.parametrize("second", ["int64", "float64"])
def test_agrees_with_numpy_and_scipy(m: int, n: int, p: int, q: int, first: str, second: str) -> None:
    """Every entry is one product, so nothing may differ: values, shape, kind of numbers."""
    rng = np.random.default_rng(m)
    A, B = (10 * rng.normal(size=(m, n))).astype(first), (10 * rng.normal(size=(p, q))).astype(second)
    K = kronecker(A, B)
    np.testing.assert_array_equal(K, np.kron(A, B), strict=True)
    np.testing.assert_array_equal(K, sparse.kron(sparse.coo_array(A), sparse.coo_array(B)).toarray())


def test_its_eigenvalues_are_the_products() -> None:
    """Of symmetric matrices, to rounding of the largest."""
    A, B = (M + M.T for M in np.random.default_rng(0).normal(size=(2, 4, 4)))
    products = np.sort(np.outer(np.linalg.eigvalsh(A), np.linalg.eigvalsh(B)).ravel())
    np.testing.assert_allclose(np.linalg.eigvalsh(kronecker(A, B)), products, atol=1e-13 * np.abs(products).max())

"""chapter23/normalized_adjacency against SciPy's Laplacian of a graph, and regular graphs in closed form."""

import numpy as np
import pytest
from scipy.sparse.csgraph import laplacian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

normalized = Suite.load(builtin_course(), "chapter23/normalized_adjacency").namespace["normalized_adjacency"]


def weighted(seed: int, n: int) -> np.ndarray:
    """Draw a symmetric matrix with zeros on the diagonal and elsewhere."""
    rng = np.random.default_rng(seed)
    A = np.triu(rng.uniform(0.1, 2.0, size=(n, n)) * (rng.random((n, n)) < 0.6), 1)
    return A + A.T


@pytest.mark.parametrize("n", [2, 5, 9])
def test_is_what_the_laplacian_takes_from_the_identity(n: int) -> None:
    """SciPy's normalised Laplacian is I − Â for graphs without loops in which everybody has a neighbour."""
    A = weighted(n, n)
    A[0, 1:], A[1:, 0] = 0.5, 0.5
    np.testing.assert_allclose(normalized(A, False), np.eye(n) - laplacian(A, normed=True), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("n", [3, 4, 7])
def test_a_cycle_is_divided_by_its_degree(n: int) -> None:
    """On a cycle with loops every degree is 3, and the eigenvalues are (1 + 2 cos 2πk/n)/3."""
    A = np.roll(np.eye(n), 1, axis=0) + np.roll(np.eye(n), -1, axis=0)
    np.testing.assert_allclose(normalized(A), (A + np.eye(n)) / 3.0, rtol=1e-14)
    want = np.sort((1.0 + 2.0 * np.cos(2.0 * np.pi * np.arange(n) / n)) / 3.0)
    np.testing.assert_allclose(np.linalg.eigvalsh(normalized(A)), want, rtol=1e-12, atol=1e-13)


def test_eigenvalues_lie_between_minus_one_and_one() -> None:
    """With isolated nodes, with loops and without."""
    for seed in range(20):
        A = weighted(seed, 8)
        A[3], A[:, 3] = 0.0, 0.0
        for loops in (True, False):
            assert np.max(np.abs(np.linalg.eigvalsh(normalized(A, loops)))) < 1.0 + 1e-12

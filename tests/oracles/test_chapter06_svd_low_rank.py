"""chapter06/svd_low_rank against SciPy, scikit-learn, and an alternating search for the nearest matrix."""

import numpy as np
import pytest
from scipy.sparse.linalg import svds
from sklearn.decomposition import TruncatedSVD

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

svd_low_rank = Suite.load(builtin_course(), "chapter06/svd_low_rank").namespace["svd_low_rank"]

SIZES = [(6, 4, 2), (4, 7, 3), (5, 5, 1), (30, 20, 6)]


def matrix(m: int, n: int) -> np.ndarray:
    rng = np.random.default_rng(m)
    U, V = (np.linalg.qr(rng.normal(size=(size, min(m, n))))[0] for size in (m, n))
    return U * 0.7 ** np.arange(min(m, n)) @ V.T


@pytest.mark.parametrize(("m", "n", "k"), SIZES)
def test_scipy_and_scikit_learn_agree(m: int, n: int, k: int) -> None:
    """Lanczos' method, and another LAPACK routine; the gap between squares is half of s_k²: 1e-13 of the largest."""
    A = matrix(m, n)
    U, s, Vh = svds(A, k=k, random_state=0)
    np.testing.assert_allclose(svd_low_rank(A, k), U * s @ Vh, atol=1e-12)
    peer = TruncatedSVD(k, algorithm="arpack", random_state=0)
    np.testing.assert_allclose(svd_low_rank(A, k), peer.fit_transform(A) @ peer.components_, atol=1e-12)


@pytest.mark.parametrize(("m", "n", "k"), SIZES[:3])
def test_least_squares_in_turns_finds_the_same(m: int, n: int, k: int) -> None:
    """B C with B (m, k) and C (k, n), each fitted while the other stands: convergence with (s_(k+1) / s_k)² a turn."""
    A = matrix(m, n)
    B = np.random.default_rng(1).normal(size=(m, k))
    for _ in range(60):
        C = np.linalg.lstsq(B, A, rcond=None)[0]
        B = np.linalg.lstsq(C.T, A.T, rcond=None)[0].T
    np.testing.assert_allclose(svd_low_rank(A, k), B @ C, atol=1e-12)

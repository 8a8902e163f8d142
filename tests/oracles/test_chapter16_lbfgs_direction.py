"""chapter16/lbfgs_direction against SciPy's operator of limited memory, and against dense updates."""

import numpy as np
import pytest
from scipy.optimize import LbfgsInvHessProduct

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

lbfgs_direction = Suite.load(builtin_course(), "chapter16/lbfgs_direction").namespace["lbfgs_direction"]
update = Suite.load(builtin_course(), "chapter16/bfgs_inverse_update").namespace["bfgs_inverse_update"]


def pairs(seed: int, n: int, k: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    B = rng.normal(size=(n, n))
    S = rng.normal(size=(k, n))
    return S, S @ (B @ B.T + np.eye(n))


def test_is_scipys_operator() -> None:
    """SciPy starts from the identity: with pairs scaled so that γ = 1, both are the same."""
    S, Y = pairs(0, 5, 3)
    Y = Y * (S[-1] @ Y[-1]) / (Y[-1] @ Y[-1])
    g = np.arange(1.0, 6.0)
    want = -LbfgsInvHessProduct(S, Y).matvec(g)
    np.testing.assert_allclose(lbfgs_direction(g, list(S), list(Y)), want, rtol=1e-10)


@pytest.mark.parametrize(("n", "k"), [(1, 1), (4, 2), (3, 6)])
def test_is_the_product_with_the_matrix(n: int, k: int) -> None:
    """BFGS from γ I, pair by pair, multiplied by −g."""
    S, Y = pairs(n, n, k)
    H = np.eye(n) * (S[-1] @ Y[-1]) / (Y[-1] @ Y[-1])
    for s, y in zip(S, Y, strict=True):
        H = update(H, s, y)
    g = np.ones(n)
    np.testing.assert_allclose(lbfgs_direction(g, list(S), list(Y)), -H @ g, rtol=1e-8)

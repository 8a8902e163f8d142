"""chapter16/bfgs_inverse_update against SciPy's BFGS and the inverse of the direct update."""

import numpy as np
import pytest
from scipy.optimize import BFGS

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

update = Suite.load(builtin_course(), "chapter16/bfgs_inverse_update").namespace["bfgs_inverse_update"]


@pytest.mark.parametrize("n", [1, 2, 6])
def test_is_scipys_strategy(n: int) -> None:
    """After five steps, both have the same inverse Hessian."""
    rng = np.random.default_rng(n)
    B = rng.normal(size=(n, n))
    A, H = B @ B.T + np.eye(n), np.eye(n)
    theirs = BFGS(init_scale=1.0)
    theirs.initialize(n, "inv_hess")
    for _ in range(5):
        s = rng.normal(size=n)
        theirs.update(s, A @ s)
        H = update(H, s, A @ s)
    np.testing.assert_allclose(H, theirs.get_matrix(), rtol=1e-8, atol=1e-10)


def test_is_the_inverse_of_the_direct_update() -> None:
    """B − B s sᵀB/(sᵀB s) + y yᵀ/(yᵀs) is the same update for B = H⁻¹ (Sherman, Morrison, Woodbury)."""
    rng = np.random.default_rng(1)
    C = rng.normal(size=(4, 4))
    H, s = C @ C.T + np.eye(4), rng.normal(size=4)
    y = s + 0.1 * rng.normal(size=4)
    B = np.linalg.inv(H)
    direct = B - np.outer(B @ s, B @ s) / (s @ B @ s) + np.outer(y, y) / (y @ s)
    np.testing.assert_allclose(update(H, s, y) @ direct, np.eye(4), atol=1e-11)

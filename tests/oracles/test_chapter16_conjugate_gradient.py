"""chapter16/conjugate_gradient against SciPy's, and the bound by the condition number."""

import numpy as np
import pytest
from scipy.sparse.linalg import cg

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

conjugate_gradient = Suite.load(builtin_course(), "chapter16/conjugate_gradient").namespace["conjugate_gradient"]


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_follows_scipy(steps: int) -> None:
    """After as many steps, both are at the same point."""
    rng = np.random.default_rng(steps)
    B = rng.normal(size=(8, 8))
    A, b = B @ B.T + np.eye(8), rng.normal(size=8)
    theirs, _ = cg(A, b, rtol=0.0, maxiter=steps)
    x, residuals = conjugate_gradient(lambda p: A @ p, b, 0.0, steps)
    np.testing.assert_allclose(x, theirs, rtol=1e-9)
    np.testing.assert_allclose(residuals[-1], np.linalg.norm(b - A @ x), rtol=1e-8)


def test_the_bound_by_the_condition_number() -> None:
    """In the norm of A, the error goes down at least like 2 ((√κ − 1)/(√κ + 1))^k."""
    values = np.linspace(1.0, 100.0, 60)
    b = np.ones(60)
    root = np.sqrt(100.0)
    for k in (5, 10, 20, 40):
        x, _ = conjugate_gradient(lambda p: values * p, b, 0.0, k)
        error = np.sqrt(values @ (x - b / values) ** 2 / (values @ (b / values) ** 2))
        assert error <= 2 * ((root - 1) / (root + 1)) ** k * (1 + 1e-9)


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_as_many_steps_as_eigenvalues(k: int) -> None:
    """Over 100 systems of 8 unknowns, it takes exactly k steps."""
    rng = np.random.default_rng(k)
    for _ in range(100):
        Q, _ = np.linalg.qr(rng.normal(size=(8, 8)))
        A = Q @ np.diag(np.cumprod(rng.uniform(1.8, 2.6, size=k))[np.arange(8) % k]) @ Q.T
        _, residuals = conjugate_gradient(lambda p, A=A: A @ p, Q @ rng.uniform(0.7, 1.4, size=8))
        assert len(residuals) == k + 1

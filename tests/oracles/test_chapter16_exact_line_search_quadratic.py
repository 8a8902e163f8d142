"""chapter16/exact_line_search_quadratic against SciPy's scalar minimisation, and Kantorovich's bound."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

NAMESPACE = Suite.load(builtin_course(), "chapter16/exact_line_search_quadratic").namespace
step = NAMESPACE["exact_line_search_quadratic"]


def quadratic(seed: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    B = rng.normal(size=(n, n))
    return B @ B.T + np.eye(n), rng.normal(size=n), rng.normal(size=n)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_no_other_step_is_better(n: int) -> None:
    """Brent's method finds the same minimum along the ray, as well as a minimum can be found by values (1e-7)."""
    A, b, x = quadratic(n, n)
    g = A @ x - b
    found = minimize_scalar(lambda alpha: 0.5 * (x - alpha * g) @ A @ (x - alpha * g) - b @ (x - alpha * g))
    np.testing.assert_allclose(step(A, b, x), found.x, rtol=1e-6)


def test_kantorovich() -> None:
    """Each step leaves at most ((κ − 1)/(κ + 1))² of what f is above its minimum."""
    A, b, x = quadratic(0, 6)
    best, kappa = np.linalg.solve(A, b), np.linalg.cond(A)

    def above(x: np.ndarray) -> float:
        return float(0.5 * (x - best) @ A @ (x - best))

    for _ in range(20):
        new = x - step(A, b, x) * (A @ x - b)
        assert above(new) <= ((kappa - 1) / (kappa + 1)) ** 2 * above(x) * (1 + 1e-9)
        x = new

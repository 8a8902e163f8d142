"""chapter08/newton_system against SciPy and mpmath."""

import mpmath
import numpy as np
import pytest
from scipy import optimize

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

newton_system = Suite.load(builtin_course(), "chapter08/newton_system").namespace["newton_system"]


@pytest.mark.parametrize("n", [1, 2, 4])
def test_agrees_with_scipy(n: int) -> None:
    """A x + x³ = b has one root if A is dominated by a positive diagonal."""
    rng = np.random.default_rng(n)
    A, b = rng.uniform(-0.5, 0.5, size=(n, n)) + 3 * np.eye(n), rng.normal(size=n)
    root, history = newton_system(lambda x: A @ x + x**3 - b, lambda x: A + np.diag(3 * x**2), np.zeros(n), tol=1e-13)
    np.testing.assert_allclose(root, optimize.root(lambda x: A @ x + x**3 - b, np.zeros(n), tol=1e-14).x, rtol=1e-9)
    np.testing.assert_array_equal(history[-1], root)


def test_agrees_with_mpmath() -> None:
    """A circle and a hyperbola meet where mpmath says, to fifteen digits."""
    root, _ = newton_system(
        lambda x: np.array([x[0] ** 2 + x[1] ** 2 - 9, x[0] * x[1] - 2]),
        lambda x: np.array([[2 * x[0], 2 * x[1]], [x[1], x[0]]]),
        np.array([3, 1]),
        tol=1e-14,
    )
    exact = mpmath.findroot(lambda x, y: [x**2 + y**2 - 9, x * y - 2], (3, 1))
    np.testing.assert_allclose(root, [float(exact[0]), float(exact[1])], rtol=1e-14)

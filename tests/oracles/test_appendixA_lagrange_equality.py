"""appendixA/lagrange_equality against SciPy's minimiser, and mpmath."""

import mpmath
import numpy as np
import pytest
from scipy import optimize

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

lagrange_equality = Suite.load(builtin_course(), "appendixA/lagrange_equality").namespace["lagrange_equality"]


def problem(m: int, n: int):
    rng = np.random.default_rng(10 * m + n)
    B = rng.normal(size=(n, n))
    return B @ B.T + np.eye(n), rng.normal(size=n), rng.normal(size=(m, n)), rng.normal(size=m)


@pytest.mark.parametrize(("m", "n"), [(1, 2), (2, 5), (3, 3)])
def test_scipy_finds_the_same_minimum(m: int, n: int) -> None:
    """SLSQP ends at the same point, to what it can."""
    Q, c, A, b = problem(m, n)
    x, _ = lagrange_equality(Q, c, A, b)
    found = optimize.minimize(
        lambda v: 0.5 * v @ Q @ v + c @ v,
        np.zeros(n),
        jac=lambda v: Q @ v + c,
        constraints={"type": "eq", "fun": lambda v: A @ v - b, "jac": lambda v: A},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    np.testing.assert_allclose(x, found.x, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("m", "n"), [(1, 1), (2, 4), (4, 4)])
def test_forty_digits_agree(m: int, n: int) -> None:
    """mpmath solves the same system with forty digits."""
    Q, c, A, b = problem(m, n)
    x, lam = lagrange_equality(Q, c, A, b)
    with mpmath.workdps(40):
        K = mpmath.matrix(np.block([[Q, A.T], [A, np.zeros((m, m))]]).tolist())
        wanted = mpmath.lu_solve(K, mpmath.matrix([*-c, *b]))
        exact = np.array([float(v) for v in wanted])
    np.testing.assert_allclose(np.concatenate([x, lam]), exact, rtol=1e-9, atol=1e-11)

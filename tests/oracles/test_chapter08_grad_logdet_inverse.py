"""chapter08/grad_logdet_inverse against automatic differentiation, and against mpmath."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad, jacobian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ANSWER = Suite.load(builtin_course(), "chapter08/grad_logdet_inverse").namespace


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_autograd(seed: int) -> None:
    """The gradient of slogdet, and the derivative of an inverse along a line; determinants of either sign."""
    rng = np.random.default_rng(seed)
    A, dA = rng.normal(size=(4, 4)) + np.eye(4), rng.normal(size=(4, 4))
    np.testing.assert_allclose(ANSWER["grad_logdet"](A), grad(lambda X: anp.linalg.slogdet(X)[1])(A), rtol=1e-10)
    along = jacobian(lambda t: anp.linalg.inv(A + t * dA))(0.0)
    np.testing.assert_allclose(ANSWER["d_inverse"](A, dA), along, rtol=1e-9, atol=1e-10)


def test_mpmath_differentiates_the_determinant() -> None:
    """Entry by entry, with forty digits."""
    X = np.array([[0.5, 2.0, -1.0], [1.5, 0.25, 3.0], [-2.0, 1.0, 0.75]])
    G = ANSWER["grad_logdet"](X)
    for i in range(3):
        for j in range(3):

            def f(value: mpmath.mpf, i: int = i, j: int = j) -> mpmath.mpf:
                M = mpmath.matrix(X.tolist())
                M[i, j] = value
                return mpmath.log(abs(mpmath.det(M)))

            with mpmath.workdps(40):
                assert G[i, j] == pytest.approx(float(mpmath.diff(f, X[i, j])), rel=1e-12, abs=1e-15)

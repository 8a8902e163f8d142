"""chapter11/adagrad_step against the form with matrices, solved by SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import solve, sqrtm

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

adagrad_step = Suite.load(builtin_course(), "chapter11/adagrad_step").namespace["adagrad_step"]


@pytest.mark.parametrize(("scale", "eps"), [(1.0, 1e-8), (1e-4, 1e-8), (1e-4, 1e-3)])
def test_steps_are_those_of_the_matrix_form(scale: float, eps: float) -> None:
    """With G the diagonal of the sum of outer products g gᵀ, the step solves (G^½ + eps I) step = −lr g."""
    rng, lr = np.random.default_rng(1), 0.1
    gradients = scale * rng.normal(size=(8, 5))
    W = want = rng.normal(size=5)
    S = np.zeros_like(W)
    for k, g in enumerate(gradients, start=1):
        W, S = adagrad_step(W, S, g, lr, eps)
        G = np.diag(np.diag(gradients[:k].T @ gradients[:k]))
        want = want + solve(sqrtm(G) + eps * np.eye(5), -lr * g)
        np.testing.assert_allclose(W, want, rtol=1e-11)
        np.testing.assert_allclose(S, np.diag(G), rtol=1e-12)

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.sparse.linalg import eigsh

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

max_stable_step = Suite.load(builtin_course(), "chapter11/max_stable_step").namespace["max_stable_step"]


def valley(seed, n):
    A = np.random.default_rng(seed).normal(size=(n, n))
    return A @ A.T + 0.1 * np.eye(n)


@pytest.mark.parametrize(("seed", "n"), [(0, 2), (1, 5), (2, 9)])
def test_lanczos_agrees(seed, n):
    """The limit is 2 over the eigenvalue that ARPACK finds."""
    A = valley(seed, n)
    assert max_stable_step(A) == pytest.approx(2 / eigsh(A, k=1, which="LA")[0][0], rel=1e-10)


@pytest.mark.parametrize(("seed", "n"), [(3, 2), (4, 5), (5, 9)])
def test_spectral_radius_is_one_there(seed, n):
    """It is where the spectral radius of I − lr A, of all eigenvalues of a general matrix, passes 1."""
    A = valley(seed, n)

    def excess(lr):
        return np.abs(np.linalg.eigvals(np.eye(n) - lr * A)).max() - 1

    assert max_stable_step(A) == pytest.approx(brentq(excess, 0.5 / np.trace(A), 10, xtol=1e-14), rel=1e-9)


def test_hilbert_in_fifty_digits():
    """Badly conditioned matrices make no difference: the Hilbert matrix of order 8."""
    with mpmath.workdps(50):
        want = float(2 / max(mpmath.eigsy(mpmath.hilbert(8), eigvals_only=True)))
    hilbert = np.array([[1 / (i + j + 1) for j in range(8)] for i in range(8)])
    assert max_stable_step(hilbert) == pytest.approx(want, rel=1e-12)

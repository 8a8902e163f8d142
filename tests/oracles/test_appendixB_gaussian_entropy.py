"""appendixB/gaussian_entropy against SciPy."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gaussian_entropy = Suite.load(builtin_course(), "appendixB/gaussian_entropy").namespace["gaussian_entropy"]


@pytest.mark.parametrize("d", [1, 2, 5, 20])
def test_scipy_agrees(d: int) -> None:
    """Logarithms of eigenvalues and of pivots have the same sum."""
    B = np.random.default_rng(d).normal(size=(d, d + 3))
    S = B @ B.T
    assert gaussian_entropy(S) == pytest.approx(stats.multivariate_normal(np.zeros(d), S).entropy(), rel=1e-12)


def test_it_is_the_average_of_minus_log_density() -> None:
    """Gauss–Hermite quadrature of −f log f is exact, as log f is a quadratic function."""
    z, w = np.polynomial.hermite_e.hermegauss(8)
    w = w / w.sum()
    S = np.array([[2.0, 0.7], [0.7, 1.0]])
    L = np.linalg.cholesky(S)
    x = np.stack(np.meshgrid(z, z, indexing="ij"), axis=-1).reshape(-1, 2) @ L.T
    log_density = stats.multivariate_normal(np.zeros(2), S).logpdf(x)
    assert gaussian_entropy(S) == pytest.approx(-np.outer(w, w).ravel() @ log_density, rel=1e-12)

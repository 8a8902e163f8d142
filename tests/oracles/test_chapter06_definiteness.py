"""chapter06/definiteness against Sylvester's law of inertia, in exact fractions, and SciPy's factors L D Lᵀ."""

import numpy as np
import pytest
from scipy import linalg

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

definiteness = Suite.load(builtin_course(), "chapter06/definiteness").namespace["definiteness"]
NAMES = {(1, 0, 0): "pd", (1, 0, 1): "psd", (0, 1, 0): "nd", (0, 1, 1): "nsd", (0, 0, 1): "psd"}


@pytest.mark.parametrize("seed", range(30))
def test_sylvesters_inertia(seed: int) -> None:
    """Mᵀ D M has as many positive and negative eigenvalues as D, for every invertible M; all of it in small integers."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 6))
    signs = rng.choice([[-1, 0, 1], [0, 1, 1], [-1, 0, -1], [1, 1, 1], [-1, -1, -1]][seed % 5], size=n)
    M = np.triu(rng.integers(-2, 3, size=(n, n)), 1) + np.eye(n, dtype=int)
    found = definiteness(M.T @ np.diag(signs) @ M, 1e-9)
    assert found == NAMES.get((int((signs > 0).any()), int((signs < 0).any()), int((signs == 0).any())), "indefinite")


@pytest.mark.parametrize("seed", range(10))
def test_blocks_of_scipys_factors_have_the_same_signs(seed: int) -> None:
    """D of L D Lᵀ is block diagonal, and congruent to A."""
    X = np.random.default_rng(seed).normal(size=(5, 5))
    A = X + X.T if seed % 2 else X @ X.T
    _, D, _ = linalg.ldl(A)
    assert definiteness(A, 1e-9) == definiteness(D, 1e-9) == ("indefinite" if seed % 2 else "pd")

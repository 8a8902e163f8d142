"""chapter06/is_orthogonal against SciPy's random orthogonal and unitary matrices, and against singular values."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

is_orthogonal = Suite.load(builtin_course(), "chapter06/is_orthogonal").namespace["is_orthogonal"]


@pytest.mark.parametrize("n", [2, 3, 8])
def test_haar_distributed_ones_are(n: int) -> None:
    """And their first columns, but not their first rows; and rotations, times a shear, are not."""
    for law in (stats.ortho_group, stats.unitary_group, stats.special_ortho_group):
        Q = law.rvs(n, random_state=n)
        assert is_orthogonal(Q, 1e-13)
        assert is_orthogonal(Q[:, :-1], 1e-13)
        assert not is_orthogonal(Q[:-1], 1e-3)
        assert not is_orthogonal(Q @ (np.eye(n) + np.eye(n, k=1)), 1e-3)


@pytest.mark.parametrize("seed", range(10))
def test_singular_values_bound_what_is_wrong(seed: int) -> None:
    """The largest entry of Qᴴ Q − I is at most its spectral norm, max |s² − 1|, and at least an nth of that."""
    rng = np.random.default_rng(seed)
    Q = stats.ortho_group.rvs(4, random_state=rng) + 1e-5 * rng.normal(size=(4, 4))
    spectral = float(np.abs(np.linalg.svd(Q, compute_uv=False) ** 2 - 1).max())
    assert is_orthogonal(Q, spectral * (1 + 1e-9))
    assert not is_orthogonal(Q, spectral / 4 * (1 - 1e-9))

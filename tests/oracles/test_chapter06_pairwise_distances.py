"""chapter06/pairwise_distances against SciPy and scikit-learn."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.metrics import euclidean_distances

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

pairwise_distances = Suite.load(builtin_course(), "chapter06/pairwise_distances").namespace["pairwise_distances"]


@pytest.mark.parametrize(("n", "m", "D"), [(1, 1, 1), (3, 5, 4), (6, 6, 2), (40, 7, 30)])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_scipy_agrees(n: int, m: int, D: int, offset: float) -> None:
    """Both subtract first, so that the offset costs nothing: D + 2 roundings, whatever the distance."""
    rng = np.random.default_rng(n)
    A, B = rng.normal(size=(n, D)) + offset, rng.normal(size=(m, D)) + offset
    np.testing.assert_allclose(pairwise_distances(A, B), cdist(A, B), rtol=1e-14)


def test_scikit_learn_multiplies_out() -> None:
    """It clips what is negative, and is off by 10⁻⁸ of the norms where points are equal, as the prompt says."""
    rng = np.random.default_rng(0)
    A = 1e3 * rng.normal(size=(60, 5))
    ours, theirs = pairwise_distances(A, A[::-1]), euclidean_distances(A, A[::-1])
    np.testing.assert_allclose(ours, theirs, atol=1e-7 * np.abs(A).max())
    assert np.all(ours[range(60), range(59, -1, -1)] == 0)

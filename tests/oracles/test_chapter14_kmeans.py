"""chapter14/kmeans against scikit-learn and SciPy."""

import warnings

import numpy as np
import pytest
from scipy.cluster.vq import kmeans2
from sklearn.cluster import KMeans

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

kmeans = Suite.load(builtin_course(), "chapter14/kmeans").namespace["kmeans"]


def data(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return 60 samples around four points, and where the centres start."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(-4, 4, size=(4, 2))[np.arange(60) % 4] + rng.normal(size=(60, 2))
    return X, X[rng.choice(60, size=4, replace=False)]


@pytest.mark.parametrize("seed", range(10))
def test_scikit_learn_agrees_at_the_fixed_point(seed: int) -> None:
    """From the same start, the same centres, labels and inertia."""
    X, start = data(seed)
    centers, labels, history = kmeans(X, start, 100)
    theirs = KMeans(4, init=start, n_init=1, max_iter=300, tol=0.0, algorithm="lloyd").fit(X)
    np.testing.assert_allclose(centers, theirs.cluster_centers_, rtol=1e-9)
    np.testing.assert_array_equal(labels, theirs.labels_)
    assert history[-1] == pytest.approx(theirs.inertia_, rel=1e-12)


@pytest.mark.parametrize("iters", [1, 2, 5])
@pytest.mark.parametrize("seed", range(5))
def test_scipy_agrees_on_the_way(seed: int, iters: int) -> None:
    """Its centres after a number of iterations are ours."""
    X, start = data(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # clusters may be empty; then centres stay, there as here
        theirs, _ = kmeans2(X, start, iter=iters, minit="matrix", missing="warn")
    np.testing.assert_allclose(kmeans(X, start, iters)[0], theirs, rtol=1e-12)

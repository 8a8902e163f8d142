"""chapter06/iris_pca against scikit-learn and SciPy, on all irises and on irises divided at random."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.covariance import EmpiricalCovariance
from sklearn.decomposition import PCA

from mdl_grade.course import builtin_course
from mdl_grade.network.data import iris_in_cm
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter06/iris_pca").namespace
X = iris_in_cm().X


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_scikit_learn_agrees_on_all_irises(k: int) -> None:
    """Shares, what is put together again, and what is lost: the variances that were left out."""
    peer = PCA(n_components=k, svd_solver="full").fit(X)
    found = PROGRAM["describe"](X, k)
    assert found["explained"] == pytest.approx(peer.explained_variance_ratio_.sum(), rel=1e-12)
    again = peer.inverse_transform(peer.transform(X))
    np.testing.assert_allclose(found["again"], again, atol=1e-12)
    np.testing.assert_allclose(PROGRAM["nearest_of_rank"](X, k), again, atol=1e-12)
    left_out = PCA(svd_solver="full").fit(X).explained_variance_[k:].sum()
    assert found["lost"] == pytest.approx(left_out, rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("seed", range(3))
def test_irises_that_nothing_was_learnt_from_get_scikit_learns_coordinates(seed: int) -> None:
    """Up to the sign of each component."""
    order = np.random.default_rng(seed).permutation(150)
    known, new = X[order[:70]], X[order[70:]]
    peer = PCA(n_components=2, svd_solver="full").fit(known)
    model = PROGRAM["learn"](known, 2)
    signs = np.sign(np.sum(model[1] * peer.components_, axis=1))
    np.testing.assert_allclose(PROGRAM["reduce"](model, new), signs * peer.transform(new), atol=1e-12)
    again = PROGRAM["restore"](model, PROGRAM["reduce"](model, new))
    np.testing.assert_allclose(again, peer.inverse_transform(peer.transform(new)), atol=1e-12)


def test_directions_distances_and_odd_flowers_are_those_of_others() -> None:
    """scikit-learn's first component, SciPy's distances; scikit-learn's covariance has the divisor N."""
    peer = PCA(n_components=2, svd_solver="full").fit(X)
    variance, direction = PROGRAM["first_direction"](X)
    assert variance == pytest.approx(peer.explained_variance_[0], rel=1e-13)
    assert abs(direction @ peer.components_[0]) == pytest.approx(1.0, rel=1e-13)
    far, near = PROGRAM["ways"](X, peer.transform(X))
    np.testing.assert_allclose(far, cdist(X, X), atol=1e-13)
    assert np.all(near <= far + 1e-12)
    squares = EmpiricalCovariance().fit(X).mahalanobis(X) * 149 / 150
    np.testing.assert_allclose(PROGRAM["oddness"](X), np.sqrt(squares), rtol=1e-10)

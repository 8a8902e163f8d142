"""chapter06/pca against scikit-learn and NumPy's eigenvectors of symmetric matrices."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from mdl_grade.course import builtin_course
from mdl_grade.network.data import iris_in_cm
from mdl_grade.suite.suite import Suite

pca = Suite.load(builtin_course(), "chapter06/pca").namespace["pca"]


def agree_up_to_signs(X: np.ndarray, k: int, atol: float) -> None:
    """Signs are read off the components, and hold for the scores as well."""
    scores, components, variance = pca(X, k)
    peer = PCA(n_components=k, svd_solver="full").fit(X)
    signs = np.sign(np.sum(components * peer.components_, axis=1))
    np.testing.assert_allclose(components, signs[:, None] * peer.components_, atol=atol)
    np.testing.assert_allclose(scores, signs * peer.transform(X), atol=atol * np.abs(scores).max())
    np.testing.assert_allclose(variance, peer.explained_variance_, rtol=1e-12)


@pytest.mark.parametrize(("N", "D", "k"), [(20, 4, 2), (5, 9, 4), (8, 8, 7), (3, 1, 1)])
def test_scikit_learn_agrees(N: int, D: int, k: int) -> None:
    """Vectors to rounding over the relative gap of the squares, which is 1/4 here: 1e-13."""
    rng = np.random.default_rng(N)
    rank = min(N - 1, D)
    Z = rng.normal(size=(N, rank))
    U, V = np.linalg.qr(Z - Z.mean(axis=0))[0], np.linalg.qr(rng.normal(size=(D, rank)))[0]
    agree_up_to_signs(U * 0.8 ** np.arange(rank) @ V.T + rng.normal(size=D), k, 1e-13)


def test_scikit_learn_agrees_on_the_irises() -> None:
    """Two components explain 97.8 % of the variance."""
    X = iris_in_cm().X
    agree_up_to_signs(X, 4, 1e-12)
    assert pca(X, 2)[2].sum() / X.var(axis=0, ddof=1).sum() == pytest.approx(0.978, abs=5e-4)


def test_components_are_eigenvectors_of_the_covariance_matrix() -> None:
    """By their residual, relative to the largest eigenvalue."""
    X = np.random.default_rng(3).normal(size=(12, 5)) @ np.diag([5.0, 3.0, 2.0, 1.0, 0.5])
    C = np.cov(X, rowvar=False)
    _, components, variance = pca(X, 5)
    np.testing.assert_allclose(C @ components.T, components.T * variance, atol=1e-14 * variance[0] * 5)

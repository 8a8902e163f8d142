"""chapter15/linear_autoencoder_pca against scikit-learn's PCA, and against gradients that vanish."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from sklearn.decomposition import PCA

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

autoencoder = Suite.load(builtin_course(), "chapter15/linear_autoencoder_pca").namespace["linear_autoencoder_pca"]


@pytest.mark.parametrize("k", [1, 2, 4, 5])
def test_reconstruction_is_that_of_scikit_learn(k: int) -> None:
    """What comes back is scikit-learn's inverse transform, and neither gradient of the error is left."""
    rng = np.random.default_rng(k)
    X = rng.normal(size=(30, 5)) * np.array([5.0, 4.0, 3.0, 2.0, 1.0])
    X -= X.mean(axis=0)
    We, Wd = autoencoder(X, k)
    pca = PCA(k).fit(X)
    np.testing.assert_allclose(X @ We @ Wd, pca.inverse_transform(pca.transform(X)), atol=1e-12)

    def error(weights):
        return anp.sum((anp.dot(anp.dot(X, weights[0]), weights[1]) - X) ** 2)

    for G in grad(error)((We, Wd)):
        assert np.max(np.abs(G)) < 1e-9

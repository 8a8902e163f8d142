"""appendixB/mle_cross_entropy against SciPy and scikit-learn."""

import numpy as np
import pytest
from scipy import optimize, stats
from sklearn.covariance import EmpiricalCovariance

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

mle_cross_entropy = Suite.load(builtin_course(), "appendixB/mle_cross_entropy").namespace["mle_cross_entropy"]


@pytest.mark.parametrize("d", [1, 3])
def test_scipy_and_scikit_learn_fit_the_same_normal_distribution(d: int) -> None:
    """scipy.stats.multivariate_normal.fit is the maximum of the likelihood; EmpiricalCovariance divides by N."""
    X = np.random.default_rng(d).exponential(size=(9, d))
    _, mu, S = mle_cross_entropy(np.array([1]), X)
    mean, covariance = stats.multivariate_normal.fit(X)
    np.testing.assert_allclose(mu, np.atleast_1d(mean), rtol=1e-13)
    np.testing.assert_allclose(S, np.atleast_2d(covariance), rtol=1e-12)
    np.testing.assert_allclose(S, EmpiricalCovariance().fit(X).covariance_, rtol=1e-12)


def test_a_minimiser_finds_the_same_probabilities() -> None:
    """Over softmax of logits, BFGS ends at the frequencies."""
    counts = np.array([5, 2, 9, 1])
    p, _, _ = mle_cross_entropy(counts, np.zeros((1, 1)))

    def cost(z):
        return -(counts @ (z - np.logaddexp.reduce(z))) / counts.sum()

    z = optimize.minimize(cost, np.zeros(4), tol=1e-10).x
    np.testing.assert_allclose(p, np.exp(z - np.logaddexp.reduce(z)), atol=1e-5)

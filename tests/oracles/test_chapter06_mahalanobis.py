"""chapter06/mahalanobis against SciPy and mpmath."""

import mpmath
import numpy as np
import pytest
from scipy import stats
from scipy.spatial.distance import cdist

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

mahalanobis = Suite.load(builtin_course(), "chapter06/mahalanobis").namespace["mahalanobis"]


def covariance(rng: np.random.Generator, D: int, condition: float) -> np.ndarray:
    Q = np.linalg.qr(rng.normal(size=(D, D)))[0]
    S = Q * np.geomspace(1.0 / condition, 1.0, D) @ Q.T
    return (S + S.T) / 2


@pytest.mark.parametrize(("N", "D"), [(1, 1), (6, 3), (4, 4), (30, 7)])
def test_scipy_agrees(N: int, D: int) -> None:
    """With the inverse that SciPy asks for; and d² is what is left of a normal log density without its constant."""
    rng = np.random.default_rng(N)
    X, mu, S = rng.normal(size=(N, D)), rng.normal(size=D), covariance(rng, D, 100.0)
    d = mahalanobis(X, mu, S)
    np.testing.assert_allclose(d, cdist(X, mu[None], "mahalanobis", VI=np.linalg.inv(S))[:, 0], rtol=1e-12)
    law = stats.multivariate_normal(mu, S)
    logs = law.logpdf(X).reshape(N) - law.logpdf(mu)
    np.testing.assert_allclose(-(d**2) / 2, logs, rtol=1e-11)


def test_forty_digits_agree_at_the_worst_condition_that_is_asked_for() -> None:
    """The relative error of d² is at most a few units times cond S = 10⁴: 10⁻¹¹."""
    rng = np.random.default_rng(5)
    X, S = rng.normal(size=(5, 4)), covariance(rng, 4, 1e4)
    with mpmath.workdps(40):
        inverse = mpmath.matrix(S.tolist()) ** -1
        rows = [mpmath.matrix(x.tolist()) for x in X]
        wanted = [float(mpmath.sqrt((x.T * inverse * x)[0])) for x in rows]
    np.testing.assert_allclose(mahalanobis(X, np.zeros(4), S), wanted, rtol=1e-11)

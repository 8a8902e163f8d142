"""chapter16/logistic_hessian against autograd."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import hessian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

logistic_hessian = Suite.load(builtin_course(), "chapter16/logistic_hessian").namespace["logistic_hessian"]


@pytest.mark.parametrize(("N", "D"), [(1, 3), (8, 1), (20, 4)])
def test_is_the_hessian_of_the_cross_entropy(N: int, D: int) -> None:
    """Whatever the targets are."""
    rng = np.random.default_rng(N)
    X, y, w, b = rng.normal(size=(N, D)), rng.integers(2, size=N), rng.normal(size=D), 0.3

    def loss(both: np.ndarray) -> float:
        z = anp.dot(X, both[:-1]) + both[-1]
        return anp.mean(anp.logaddexp(0.0, z) - y * z)

    np.testing.assert_allclose(logistic_hessian(w, b, X), hessian(loss)(np.append(w, b)), rtol=1e-10, atol=1e-14)


def test_rank_is_that_of_the_data() -> None:
    """It is positive semidefinite, and singular if and only if columns depend on one another."""
    X = np.random.default_rng(0).normal(size=(30, 4))
    assert np.linalg.eigvalsh(logistic_hessian(np.ones(4), 0.1, X))[0] > 1e-3
    X[:, 3] = X[:, 0] - 2.0 * X[:, 1] + 3.0
    values = np.linalg.eigvalsh(logistic_hessian(np.ones(4), 0.1, X))
    assert abs(values[0]) < 1e-14 < 1e-3 < values[1]

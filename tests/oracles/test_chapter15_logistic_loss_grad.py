"""chapter15/logistic_loss_grad against mpmath and scikit-learn."""

import mpmath
import numpy as np
import pytest
from sklearn.metrics import log_loss

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

logistic_loss_grad = Suite.load(builtin_course(), "chapter15/logistic_loss_grad").namespace["logistic_loss_grad"]


@pytest.mark.parametrize("z", [-2000.0, -40.0, -3.0, 0.0, 1e-9, 2.0, 36.0, 700.0, 5000.0])
@pytest.mark.parametrize("y", [0, 1])
def test_mpmath_agrees_on_a_single_sample(z: float, y: int) -> None:
    """For a score of any size: the loss to a few roundings, and the slope by 50 digits."""
    loss, dw, db = logistic_loss_grad(np.array([z]), 0.0, np.array([[1.0]]), np.array([y]))
    with mpmath.workdps(50):
        towards = mpmath.mpf(-z if y else z)
        exact, slope = mpmath.log1p(mpmath.exp(towards)), 1 / (1 + mpmath.exp(-towards))
    assert loss == pytest.approx(float(exact), rel=1e-14, abs=0)
    assert db == pytest.approx(float(-slope if y else slope), rel=1e-14, abs=0)
    assert dw[0] == db


def test_scikit_learn_agrees() -> None:
    """Its log_loss of our probabilities, and a central difference of it."""
    rng = np.random.default_rng(0)
    X, y, w, b = rng.normal(size=(20, 3)), rng.integers(2, size=20), rng.normal(size=3), 0.4

    def theirs(w: np.ndarray, b: float) -> float:
        return float(log_loss(y, 1 / (1 + np.exp(-(X @ w + b)))))

    loss, dw, db = logistic_loss_grad(w, b, X, y)
    assert loss == pytest.approx(theirs(w, b), rel=1e-12)
    h = 1e-5
    slopes = [(theirs(w + h * e, b) - theirs(w - h * e, b)) / (2 * h) for e in np.eye(3)]
    np.testing.assert_allclose(dw, slopes, rtol=1e-7, atol=1e-9)
    assert db == pytest.approx((theirs(w, b + h) - theirs(w, b - h)) / (2 * h), rel=1e-7)

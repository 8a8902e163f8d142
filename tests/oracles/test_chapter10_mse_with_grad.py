"""chapter10/mse_with_grad against scikit-learn's loss, and autograd's gradient of a sum of squares."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from sklearn.metrics import mean_squared_error

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

mse_with_grad = Suite.load(builtin_course(), "chapter10/mse_with_grad").namespace["mse_with_grad"]


def average(Y_hat: Any, Y: Any) -> Any:
    """Return the loss as an average over rows of averages over columns."""
    return anp.mean(anp.mean(anp.square(Y - Y_hat) / 2, axis=1))


@pytest.mark.parametrize(("N", "K"), [(7, 3), (4, 4), (1, 5), (5, 1)])
def test_loss_and_gradient(N: int, K: int) -> None:
    """The loss is half of scikit-learn's mean squared error, and the gradient is the one that autograd derives."""
    rng = np.random.default_rng(N)
    Y_hat, Y = rng.normal(size=(2, N, K))
    loss, dY_hat = mse_with_grad(Y_hat, Y)
    assert loss == pytest.approx(mean_squared_error(Y, Y_hat) / 2, rel=1e-13)
    np.testing.assert_allclose(dY_hat, grad(average)(Y_hat, Y), rtol=1e-13)

"""chapter17/l2_regularised_loss against autograd."""

import autograd.numpy as anp
import numpy as np
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

regularised = Suite.load(builtin_course(), "chapter17/l2_regularised_loss").namespace["l2_regularised_loss"]


def test_is_the_derivative_of_the_sum() -> None:
    """Of a network with one hidden layer, the whole loss is differentiated automatically."""
    rng = np.random.default_rng(0)
    params = [(rng.normal(size=(3, 4)), rng.normal(size=4)), (rng.normal(size=(4, 2)), rng.normal(size=2))]
    X, Y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))

    def plain(params: list[tuple[np.ndarray, np.ndarray]]) -> float:
        (W1, b1), (W2, b2) = params
        return anp.mean((anp.dot(anp.tanh(anp.dot(X, W1) + b1), W2) + b2 - Y) ** 2)

    def whole(params: list[tuple[np.ndarray, np.ndarray]]) -> float:
        return plain(params) + 0.15 * (anp.sum(params[0][0] ** 2) + anp.sum(params[1][0] ** 2))

    loss, grads = regularised(*value_and_grad(plain)(params), params, 0.3)
    want, wanted = value_and_grad(whole)(params)
    np.testing.assert_allclose(loss, want, rtol=1e-13)
    for pair, other in zip(grads, wanted, strict=True):
        for got, expected in zip(pair, other, strict=True):
            np.testing.assert_allclose(got, expected, rtol=1e-11, atol=1e-13)

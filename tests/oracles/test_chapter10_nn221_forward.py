"""chapter10/nn221_forward against scikit-learn's multilayer perceptron with the same weights."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neural_network import MLPRegressor

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

nn221_forward = Suite.load(builtin_course(), "chapter10/nn221_forward").namespace["nn221_forward"]
NAMES = ("w0", "w1", "w2", "w3", "w4", "w5", "b0", "b1", "b2")


def perceptron(net: dict[str, float]) -> MLPRegressor:
    """Return a 2-2-1 network of scikit-learn's with these parameters."""
    model = MLPRegressor((2,), activation="logistic", max_iter=1, solver="lbfgs")
    model.n_layers_, model.out_activation_ = 3, "identity"
    w0, w1, w2, w3, w4, w5, b0, b1, b2 = (net[name] for name in NAMES)
    model.coefs_ = [np.array([[w0, w1], [w2, w3]]), np.array([[w4], [w5]])]
    model.intercepts_ = [np.array([b0, b1]), np.array([b2])]
    return model


@pytest.mark.parametrize("N", [1, 2, 7, 50])
def test_outputs_are_those_of_scikit_learn(N: int) -> None:
    """The outputs agree for networks and batches drawn at random."""
    rng = np.random.default_rng(N)
    for _ in range(10):
        net = dict(zip(NAMES, rng.normal(scale=3.0, size=9).tolist(), strict=True))
        X = rng.normal(scale=2.0, size=(N, 2))
        np.testing.assert_allclose(nn221_forward(net, X), perceptron(net).predict(X), rtol=1e-12, atol=1e-13)

"""chapter15/autoencoder_grads against complex steps, which have no cancellation."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

autoencoder_grads = Suite.load(builtin_course(), "chapter15/autoencoder_grads").namespace["autoencoder_grads"]


def loss(W: np.ndarray, b: np.ndarray, c: np.ndarray, X: np.ndarray) -> complex:
    """Return the loss, analytic in the parameters."""
    return complex(np.mean((np.tanh(X @ W + b) @ W.T + c - X) ** 2) / 2)


@pytest.mark.parametrize(("N", "D", "K"), [(5, 4, 2), (3, 3, 3), (1, 2, 5)])
def test_complex_steps_agree(N: int, D: int, K: int) -> None:
    """Im L(x + ih)/h with h = 1e-30 is the derivative to rounding."""
    rng = np.random.default_rng(N)
    parts = [rng.normal(size=shape) for shape in ((D, K), (K,), (D,))]
    X = rng.normal(size=(N, D))
    value, *gradients = autoencoder_grads(*parts, X)
    assert value == pytest.approx(loss(*parts, X).real, rel=1e-13)
    for place, gradient in enumerate(gradients):
        slopes = np.zeros(gradient.shape)
        for index in np.ndindex(gradient.shape):
            moved = [part.astype(complex) for part in parts]
            moved[place][index] += 1e-30j
            slopes[index] = loss(*moved, X).imag / 1e-30
        np.testing.assert_allclose(gradient, slopes, rtol=1e-11, atol=1e-14)

"""chapter17/layernorm against SciPy's zscore, autograd, and PyTorch's layer_norm."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.stats import zscore

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

NAMESPACE = Suite.load(builtin_course(), "chapter17/layernorm").namespace
forward, backward = NAMESPACE["layernorm_forward"], NAMESPACE["layernorm_backward"]
RNG = np.random.default_rng(0)
X, DY, GAMMA, BETA = RNG.normal(size=(4, 6)), RNG.normal(size=(4, 6)), RNG.normal(size=6), RNG.normal(size=6)


def test_rows_are_zscores() -> None:
    """For a tiny eps each row is standardised."""
    np.testing.assert_allclose(forward(X, np.ones(6), np.zeros(6), 1e-14), zscore(X, axis=1), rtol=1e-11)


def test_backward_agrees_with_autograd() -> None:
    """Of a loss that is linear in Y, all three gradients."""

    def loss(X: np.ndarray, gamma: np.ndarray, beta: np.ndarray) -> float:
        centred = X - anp.mean(X, axis=1, keepdims=True)
        return anp.sum(DY * (gamma * centred / anp.sqrt(anp.mean(centred**2, axis=1, keepdims=True) + 0.01) + beta))

    for k, got in enumerate(backward(DY, X, GAMMA, 0.01)):
        np.testing.assert_allclose(got, grad(loss, k)(X, GAMMA, BETA), rtol=1e-10, atol=1e-12)


def test_follows_torch() -> None:
    """The same numbers as PyTorch's."""
    torch = pytest.importorskip("torch")
    parts = [torch.tensor(v) for v in (X, GAMMA, BETA)]
    theirs = torch.nn.functional.layer_norm(parts[0], (6,), parts[1], parts[2], 0.01)
    np.testing.assert_allclose(forward(X, GAMMA, BETA, 0.01), theirs.numpy(), rtol=1e-11)

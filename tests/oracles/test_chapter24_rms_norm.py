"""chapter24/rms_norm against automatic differentiation, and PyTorch's rms_norm."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

RMS_NORM = Suite.load(builtin_course(), "chapter24/rms_norm").namespace
forward, backward = RMS_NORM["rms_norm_forward"], RMS_NORM["rms_norm_backward"]


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(5, 7)), rng.normal(size=(5, 7)), rng.normal(size=7)


@pytest.mark.parametrize("eps", [1e-6, 0.3])
def test_agrees_with_autograd(eps: float) -> None:
    """Both gradients."""
    dY, X, gamma = drawn(0)

    def loss(X, gamma):
        return anp.sum(dY * gamma * X / anp.sqrt(anp.mean(X**2, axis=1, keepdims=True) + eps))

    dX, dgamma = backward(dY, X, gamma, eps)
    np.testing.assert_allclose(dX, grad(loss, 0)(X, gamma), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(dgamma, grad(loss, 1)(X, gamma), rtol=1e-10, atol=1e-12)


def test_agrees_with_pytorch() -> None:
    """Forward and backward."""
    torch = pytest.importorskip("torch")
    dY, X, gamma = drawn(1)
    at = [torch.tensor(array, requires_grad=True) for array in (X, gamma)]
    Y = torch.nn.functional.rms_norm(at[0], (7,), at[1], 0.1)
    Y.backward(torch.tensor(dY))
    np.testing.assert_allclose(forward(X, gamma, 0.1), Y.detach().numpy(), rtol=1e-12)
    for mine, theirs in zip(backward(dY, X, gamma, 0.1), at, strict=True):
        np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-10, atol=1e-13)

"""chapter24/swiglu against automatic differentiation, SciPy's sigmoid, and PyTorch's silu."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.special import expit

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

SWIGLU = Suite.load(builtin_course(), "chapter24/swiglu").namespace
forward, backward = SWIGLU["swiglu_forward"], SWIGLU["swiglu_backward"]


def drawn(seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in ((5, 3), (3, 4), (3, 4), (4, 3))]


def test_forward_agrees_with_expit() -> None:
    """For ordinary numbers, and for gates of thousands."""
    for times in (1.0, 1000.0):
        X, W, V, U = drawn(0)
        Z = times * X @ W
        np.testing.assert_allclose(forward(X, times * W, V, U), (Z * expit(Z) * (X @ V)) @ U, rtol=1e-11, atol=1e-11)


def test_backward_agrees_with_autograd() -> None:
    """All four gradients."""
    at, dY = drawn(1), np.random.default_rng(2).normal(size=(5, 3))

    def loss(X, W, V, U):
        Z = anp.dot(X, W)
        return anp.sum(dY * anp.dot(Z / (1.0 + anp.exp(-Z)) * anp.dot(X, V), U))

    for i, mine in enumerate(backward(dY, *at)):
        np.testing.assert_allclose(mine, grad(loss, i)(*at), rtol=1e-10, atol=1e-12)


def test_agrees_with_pytorch() -> None:
    """Forward and backward."""
    torch = pytest.importorskip("torch")
    at, dY = drawn(3), np.random.default_rng(4).normal(size=(5, 3))
    X, W, V, U = tensors = [torch.tensor(array, requires_grad=True) for array in at]
    Y = (torch.nn.functional.silu(X @ W) * (X @ V)) @ U
    Y.backward(torch.tensor(dY))
    np.testing.assert_allclose(forward(*at), Y.detach().numpy(), rtol=1e-11, atol=1e-13)
    for mine, theirs in zip(backward(dY, *at), tensors, strict=True):
        np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-10, atol=1e-12)

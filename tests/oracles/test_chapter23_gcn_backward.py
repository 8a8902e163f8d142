"""chapter23/gcn_backward against automatic differentiation."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gcn_backward = Suite.load(builtin_course(), "chapter23/gcn_backward").namespace["gcn_backward"]


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_autograd(seed: int) -> None:
    """Both gradients, in a directed graph."""
    rng = np.random.default_rng(seed)
    Ahat = rng.normal(size=(6, 6)) * (rng.random((6, 6)) < 0.5)
    X, W, dH = rng.normal(size=(6, 4)), rng.normal(size=(4, 3)), rng.normal(size=(6, 3))

    def total(X, W):
        return anp.sum(dH * anp.maximum(anp.dot(anp.dot(Ahat, X), W), 0.0))

    assert np.any(Ahat != 0, axis=1).all(), "autograd shares a tie at 0: every node must hear somebody"
    dX, dW = gcn_backward(dH, Ahat, X, W)
    np.testing.assert_allclose(dX, grad(total, 0)(X, W), rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(dW, grad(total, 1)(X, W), rtol=1e-11, atol=1e-13)


def test_agrees_with_pytorch() -> None:
    """PyTorch has the derivative 0 at 0, too: a node that hears nobody, and a column of W that is 0."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    Ahat, X, W, dH = (rng.normal(size=shape) for shape in ((5, 5), (5, 3), (3, 4), (5, 4)))
    Ahat[2], W[:, 1] = 0.0, 0.0
    at = [torch.tensor(array, requires_grad=True) for array in (X, W)]
    torch.relu(torch.tensor(Ahat) @ at[0] @ at[1]).backward(torch.tensor(dH))
    for mine, theirs in zip(gcn_backward(dH, Ahat, X, W), at, strict=True):
        np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-11, atol=1e-13)

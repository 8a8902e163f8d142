"""chapter18/residual_block against autograd, and PyTorch."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ANSWER = Suite.load(builtin_course(), "chapter18/residual_block").namespace
forward, backward = ANSWER["residual_forward"], ANSWER["residual_backward"]


def block(N, D, M, K, projected):
    rng = np.random.default_rng(N + D)
    params = [rng.normal(size=shape) for shape in ((N, D), (D, M), (M,), (M, K), (K,))]
    return rng.normal(size=(N, K)), params, rng.normal(size=(D, K)) if projected else None


@pytest.mark.parametrize(
    ("N", "D", "M", "K", "projected"),
    [(5, 3, 4, 3, False), (1, 2, 6, 2, False), (5, 3, 4, 2, True), (4, 4, 4, 4, True)],
)
def test_agrees_with_autograd(N, D, M, K, projected):
    """All gradients of a loss that is linear in Y."""
    dY, (X, W1, b1, W2, b2), P = block(N, D, M, K, projected)

    def loss(X, W1, b1, W2, b2, P):
        shortcut = X if P is None else anp.dot(X, P)
        return anp.sum(dY * (shortcut + anp.dot(anp.maximum(anp.dot(X, W1) + b1, 0.0), W2) + b2))

    got = backward(dY, X, W1, b1, W2, P)
    for k in range(6 if projected else 5):
        want = grad(loss, k)(X, W1, b1, W2, b2, P)
        np.testing.assert_allclose(got[k], want, rtol=1e-11, atol=1e-12)
    assert projected or got[5] is None
    assert np.sum(dY * forward(X, W1, b1, W2, b2, P)) == pytest.approx(loss(X, W1, b1, W2, b2, P), rel=1e-12)


def test_fifty_blocks_agree_with_pytorch():
    """A chain of blocks, forward and back, is what PyTorch makes of it."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    params = [[0.1 * rng.normal(size=shape) for shape in ((4, 6), (6,), (6, 4), (4,))] for _ in range(50)]
    X, dY = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    inputs = [X]
    for W1, b1, W2, b2 in params:
        inputs.append(forward(inputs[-1], W1, b1, W2, b2, None))
    at = torch.from_numpy(X).requires_grad_()
    Y = at
    for one in params:
        W1, b1, W2, b2 = map(torch.from_numpy, one)
        Y = Y + torch.relu(Y @ W1 + b1) @ W2 + b2
    Y.backward(torch.from_numpy(dY))
    for (W1, b1, W2, _), given in zip(params[::-1], inputs[-2::-1], strict=True):
        dY = backward(dY, given, W1, b1, W2, None)[0]
    np.testing.assert_allclose(inputs[-1], Y.detach().numpy(), rtol=1e-10)
    np.testing.assert_allclose(dY, at.grad.numpy(), rtol=1e-10)

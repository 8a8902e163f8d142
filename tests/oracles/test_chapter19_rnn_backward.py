"""chapter19/rnn_backward against autograd and PyTorch."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

rnn_backward = Suite.load(builtin_course(), "chapter19/rnn_backward").namespace["rnn_backward"]
SIZES = [(3, 5, 2, 4), (1, 1, 3, 2), (2, 12, 4, 4)]


def drawn(N: int, T: int, D: int, K: int) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    rng = np.random.default_rng(N)
    shapes = ((N, T, D), (N, K), (D, K), (K, K), (K,))
    return rng.normal(size=(N, T, K)), tuple(rng.normal(scale=0.7, size=shape) for shape in shapes)


@pytest.mark.parametrize("sizes", SIZES)
def test_agrees_with_autograd(sizes: tuple[int, ...]) -> None:
    """All five gradients of a loss that is linear in the states."""
    dH, given = drawn(*sizes)

    def loss(X, h, Wx, Wh, b):
        total = 0.0
        for t in range(sizes[1]):
            h = anp.tanh(anp.dot(X[:, t], Wx) + anp.dot(h, Wh) + b)
            total = total + anp.sum(dH[:, t] * h)
        return total

    for k, got in enumerate(rnn_backward(dH, *given)):
        np.testing.assert_allclose(got, grad(loss, k)(*given), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_agrees_with_torch(sizes: tuple[int, ...]) -> None:
    """Those of torch.nn.RNN."""
    torch = pytest.importorskip("torch")
    dH, (X, h0, Wx, Wh, b) = drawn(*sizes)
    rnn = torch.nn.RNN(sizes[2], sizes[3], batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        for parameter, value in zip(rnn.parameters(), (Wx.T, Wh.T, b, 0 * b), strict=True):
            parameter.copy_(torch.tensor(value))
    inputs = torch.tensor(X, requires_grad=True), torch.tensor(h0, requires_grad=True)
    H, _ = rnn(inputs[0], inputs[1][None])
    H.backward(torch.tensor(dH))
    w, u, bias, _ = (parameter.grad.numpy() for parameter in rnn.parameters())
    theirs = inputs[0].grad.numpy(), inputs[1].grad.numpy(), w.T, u.T, bias
    for got, want in zip(rnn_backward(dH, X, h0, Wx, Wh, b), theirs, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-12)

"""chapter19/lstm_backward against autograd, chapter19/lstm_step and PyTorch."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

LSTM = Suite.load(builtin_course(), "chapter19/lstm_backward").namespace
lstm_step = Suite.load(builtin_course(), "chapter19/lstm_step").namespace["lstm_step"]
SIZES = [(3, 5, 2, 4), (1, 1, 3, 2), (2, 12, 4, 4)]


def drawn(N: int, T: int, D: int, K: int) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    rng = np.random.default_rng(N)
    shapes = ((N, T, D), (N, K), (N, K), (D, 4 * K), (K, 4 * K), (4 * K,))
    return rng.normal(size=(N, T, K)), tuple(rng.normal(size=shape) for shape in shapes)


@pytest.mark.parametrize("sizes", SIZES)
def test_forward_is_step_after_step(sizes: tuple[int, ...]) -> None:
    """States and memories are those of lstm_step in a loop."""
    _, (X, h, c, *weights) = drawn(*sizes)
    H, C = LSTM["lstm_forward"](X, h, c, *weights)
    for t in range(sizes[1]):
        h, c = lstm_step(X[:, t], h, c, *weights)
        np.testing.assert_allclose(H[:, t], h, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(C[:, t], c, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("sizes", SIZES)
def test_agrees_with_autograd(sizes: tuple[int, ...]) -> None:
    """All six gradients of a loss that is linear in the states."""
    dH, given = drawn(*sizes)
    K = sizes[3]

    def loss(X, h, c, Wx, Wh, b):
        total = 0.0
        for t in range(sizes[1]):
            z = anp.dot(X[:, t], Wx) + anp.dot(h, Wh) + b
            i, f, o = (1 / (1 + anp.exp(-z[:, k * K : (k + 1) * K])) for k in range(3))
            c = f * c + i * anp.tanh(z[:, 3 * K :])
            h = o * anp.tanh(c)
            total = total + anp.sum(dH[:, t] * h)
        return total

    for k, got in enumerate(LSTM["lstm_backward"](dH, *given)):
        np.testing.assert_allclose(got, grad(loss, k)(*given), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_agrees_with_torch(sizes: tuple[int, ...]) -> None:
    """Those of torch.nn.LSTM, whose blocks stand in the order i, f, g, o."""
    torch = pytest.importorskip("torch")
    dH, (X, h0, c0, Wx, Wh, b) = drawn(*sizes)
    blocks = np.arange(4 * sizes[3]).reshape(4, -1)[[0, 1, 3, 2]].ravel()
    lstm = torch.nn.LSTM(sizes[2], sizes[3], batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        for parameter, value in zip(lstm.parameters(), (Wx.T[blocks], Wh.T[blocks], b[blocks], 0 * b), strict=True):
            parameter.copy_(torch.tensor(value))
    inputs = [torch.tensor(given, requires_grad=True) for given in (X, h0, c0)]
    H, _ = lstm(inputs[0], (inputs[1][None], inputs[2][None]))
    np.testing.assert_allclose(
        LSTM["lstm_forward"](X, h0, c0, Wx, Wh, b)[0], H.detach().numpy(), rtol=1e-11, atol=1e-13
    )
    H.backward(torch.tensor(dH))
    w, u, bias, _ = (parameter.grad.numpy()[np.argsort(blocks)] for parameter in lstm.parameters())
    theirs = *(each.grad.numpy() for each in inputs), w.T, u.T, bias
    for got, want in zip(LSTM["lstm_backward"](dH, X, h0, c0, Wx, Wh, b), theirs, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-12)

"""chapter19/rnn_forward against PyTorch, and against powers of a matrix where tanh is the identity."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

rnn_forward = Suite.load(builtin_course(), "chapter19/rnn_forward").namespace["rnn_forward"]


def test_small_states_are_a_linear_recurrence() -> None:
    """Where tanh z is z, h_T = h0 Wh^T + Σ_t x_t Wx Wh^(T−t)."""
    rng = np.random.default_rng(0)
    X, h0 = 1e-9 * rng.normal(size=(3, 6, 2)), 1e-9 * rng.normal(size=(3, 4))
    Wx, Wh = rng.normal(size=(2, 4)), rng.normal(scale=0.5, size=(4, 4))
    powers = [np.linalg.matrix_power(Wh, k) for k in range(7)]
    last = h0 @ powers[6] + sum(X[:, t] @ Wx @ powers[5 - t] for t in range(6))
    np.testing.assert_allclose(rnn_forward(X, h0, Wx, Wh, np.zeros(4))[:, -1], last, rtol=1e-12, atol=1e-24)


@pytest.mark.parametrize(("N", "T", "D", "K"), [(3, 5, 2, 4), (1, 1, 3, 2), (2, 30, 4, 4)])
def test_agrees_with_torch(N: int, T: int, D: int, K: int) -> None:
    """All states of torch.nn.RNN, whose weights are transposed and whose two biases are added up."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(N)
    X, h0, b = rng.normal(size=(N, T, D)), rng.normal(size=(N, K)), rng.normal(size=K)
    Wx, Wh = rng.normal(scale=0.5, size=(D, K)), rng.normal(scale=0.5, size=(K, K))
    rnn = torch.nn.RNN(D, K, batch_first=True, dtype=torch.float64)
    values = (Wx.T, Wh.T, b, np.zeros(K))
    with torch.no_grad():
        for parameter, value in zip(rnn.parameters(), values, strict=True):
            parameter.copy_(torch.tensor(value))
        H, _ = rnn(torch.tensor(X), torch.tensor(h0)[None])
    np.testing.assert_allclose(rnn_forward(X, h0, Wx, Wh, b), H.numpy(), rtol=1e-11, atol=1e-13)

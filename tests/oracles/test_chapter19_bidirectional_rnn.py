"""chapter19/bidirectional_rnn against closed forms and PyTorch."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

bidirectional_rnn = Suite.load(builtin_course(), "chapter19/bidirectional_rnn").namespace["bidirectional_rnn"]
rnn_forward = Suite.load(builtin_course(), "chapter19/rnn_forward").namespace["rnn_forward"]


def test_running_sums_have_a_closed_form() -> None:
    """Sums so far and sums from here on add up to the whole, and x itself."""
    X = np.random.default_rng(0).integers(-9, 10, size=(3, 6, 2)).astype(float)
    H = bidirectional_rnn(X, lambda X: X.cumsum(axis=1), lambda X: X.cumsum(axis=1))
    np.testing.assert_array_equal(H[:, :, :2] + H[:, :, 2:], X.sum(axis=1, keepdims=True) + X)


def test_palindromes_have_halves_that_mirror_each_other() -> None:
    """Of a sequence that reads the same from the back, one network gives the same in both directions."""
    half = np.random.default_rng(1).normal(size=(2, 3, 2))
    X = np.concatenate([half, half[:, ::-1]], axis=1)
    decay = lambda X: np.einsum("st,ntd->nsd", np.tril(0.5 ** np.abs(np.subtract.outer(range(6), range(6)))), X)  # noqa: E731
    H = bidirectional_rnn(X, decay, decay)
    np.testing.assert_allclose(H[:, :, :2], H[:, ::-1, 2:], rtol=1e-13)


def test_agrees_with_torch() -> None:
    """torch.nn.RNN with bidirectional=True."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    X, zeros = rng.normal(size=(3, 5, 2)), np.zeros((3, 4))
    weights = [tuple(rng.normal(scale=0.6, size=shape) for shape in ((2, 4), (4, 4), (4,))) for _ in range(2)]
    rnn = torch.nn.RNN(2, 4, batch_first=True, bidirectional=True, dtype=torch.float64)
    values = [value for Wx, Wh, b in weights for value in (Wx.T, Wh.T, b, 0 * b)]
    with torch.no_grad():
        for parameter, value in zip(rnn.parameters(), values, strict=True):
            parameter.copy_(torch.tensor(value))
        H, _ = rnn(torch.tensor(X))
    fwd, bwd = (lambda X, each=each: rnn_forward(X, zeros, *each) for each in weights)
    np.testing.assert_allclose(bidirectional_rnn(X, fwd, bwd), H.numpy(), rtol=1e-11, atol=1e-13)

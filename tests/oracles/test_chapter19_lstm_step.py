"""chapter19/lstm_step against mpmath and PyTorch."""

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

lstm_step = Suite.load(builtin_course(), "chapter19/lstm_step").namespace["lstm_step"]


@pytest.mark.parametrize("z", [-900.0, -30.0, -1e-9, 0.3, 37.0, 900.0])
def test_one_unit_by_high_precision(z: float) -> None:
    """Gates and candidate at z, −z, z/2 and −z/2, and a memory of 0.7."""
    h, c = lstm_step(
        np.zeros((1, 1)),
        np.zeros((1, 1)),
        np.array([[0.7]]),
        np.ones((1, 4)),
        np.ones((1, 4)),
        np.array([z, -z, z / 2, -z / 2]),
    )
    with mpmath.workdps(50):
        i, f, o = (1 / (1 + mpmath.exp(-mpmath.mpf(each))) for each in (z, -z, z / 2))
        memory = f * mpmath.mpf(0.7) + i * mpmath.tanh(mpmath.mpf(-z / 2))
        assert c.item() == pytest.approx(float(memory), rel=1e-13, abs=1e-15)
        assert h.item() == pytest.approx(float(o * mpmath.tanh(memory)), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize(("N", "D", "K"), [(5, 2, 3), (4, 4, 4), (1, 3, 1)])
def test_agrees_with_torch(N: int, D: int, K: int) -> None:
    """torch.nn.LSTMCell has its blocks in the order i, f, g, o: columns change places."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(N)
    X, h, c, b = rng.normal(size=(N, D)), rng.normal(size=(N, K)), rng.normal(size=(N, K)), rng.normal(size=4 * K)
    Wx, Wh = rng.normal(size=(D, 4 * K)), rng.normal(size=(K, 4 * K))
    blocks = np.arange(4 * K).reshape(4, K)[[0, 1, 3, 2]].ravel()
    cell = torch.nn.LSTMCell(D, K, dtype=torch.float64)
    with torch.no_grad():
        for parameter, value in zip(cell.parameters(), (Wx.T[blocks], Wh.T[blocks], b[blocks], 0 * b), strict=True):
            parameter.copy_(torch.tensor(value))
        theirs = cell(torch.tensor(X), (torch.tensor(h), torch.tensor(c)))
    for got, want in zip(lstm_step(X, h, c, Wx, Wh, b), theirs, strict=True):
        np.testing.assert_allclose(got, want.numpy(), rtol=1e-12, atol=1e-14)

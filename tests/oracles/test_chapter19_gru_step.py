"""chapter19/gru_step against PyTorch where both conventions meet, and against autograd's slope by z."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import jacobian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gru_step = Suite.load(builtin_course(), "chapter19/gru_step").namespace["gru_step"]


def drawn(N: int, D: int, K: int) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(K)
    return tuple(rng.normal(size=shape) for shape in ((N, D), (N, K), (D, 3 * K), (K, 3 * K), (3 * K,)))


def test_formula_by_parts() -> None:
    """The four lines of the prompt, with the weights taken apart by hand."""
    X, h, Wx, Wh, b = drawn(4, 2, 3)
    expit = lambda a: np.exp(a) / (1 + np.exp(a))  # noqa: E731
    r = expit(X @ Wx[:, 0:3] + h @ Wh[:, 0:3] + b[0:3])
    z = expit(X @ Wx[:, 3:6] + h @ Wh[:, 3:6] + b[3:6])
    n = np.tanh(X @ Wx[:, 6:9] + np.einsum("nj,nj,jk->nk", r, h, Wh[:, 6:9]) + b[6:9])
    np.testing.assert_allclose(gru_step(X, h, Wx, Wh, b), (1 - z) * n + z * h, rtol=1e-13)


def test_state_goes_back_by_z() -> None:
    """Without Wh, ∂h′/∂h is the diagonal matrix of z, as the explanation says."""
    X, h, Wx, Wh, b = drawn(1, 2, 3)

    def step(h):
        gates = 1 / (1 + anp.exp(-(anp.dot(X, Wx) + b)[:, 3:6]))
        return (1 - gates) * anp.tanh((anp.dot(X, Wx) + b)[:, 6:]) + gates * h

    np.testing.assert_allclose(gru_step(X, h, Wx, 0 * Wh, b), step(h), rtol=1e-13)
    z = 1 / (1 + np.exp(-(X @ Wx + b)[0, 3:6]))
    np.testing.assert_allclose(jacobian(step)(h)[0, :, 0], np.diag(z), rtol=1e-12)


@pytest.mark.parametrize(("N", "D", "K"), [(5, 2, 1), (4, 3, 4)])
def test_agrees_with_torch(N: int, D: int, K: int) -> None:
    """With one unit, or with an Un that is diagonal, it does not matter when the state is reset."""
    torch = pytest.importorskip("torch")
    X, h, Wx, Wh, b = drawn(N, D, K)
    Wh[:, 2 * K :] *= np.eye(K)
    cell = torch.nn.GRUCell(D, K, dtype=torch.float64)
    with torch.no_grad():
        for parameter, value in zip(cell.parameters(), (Wx.T, Wh.T, b, 0 * b), strict=True):
            parameter.copy_(torch.tensor(value))
        theirs = cell(torch.tensor(X), torch.tensor(h)).numpy()
    np.testing.assert_allclose(gru_step(X, h, Wx, Wh, b), theirs, rtol=1e-12, atol=1e-14)

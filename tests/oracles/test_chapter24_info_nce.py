"""chapter24/info_nce against autograd, PyTorch and scikit-learn."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad
from sklearn.metrics import log_loss

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

info_nce = Suite.load(builtin_course(), "chapter24/info_nce").namespace["info_nce"]


def drawn(N: int, D: int):
    rng = np.random.default_rng(N)
    return rng.normal(size=(N, D)), rng.normal(size=(N, D))


def test_autograd_agrees() -> None:
    """Loss and gradients are those of the definition."""
    A, B = drawn(5, 3)

    def definition(both):
        E = anp.exp(anp.dot(both[0], both[1].T) / 0.7)
        right = anp.diag(E)
        return -0.5 * anp.mean(anp.log(right / anp.sum(E, axis=1)) + anp.log(right / anp.sum(E, axis=0)))

    wanted, (dA, dB) = value_and_grad(definition)(np.stack([A, B]))
    loss, mine, theirs = info_nce(A, B, 0.7)
    assert loss == pytest.approx(wanted, rel=1e-13)
    np.testing.assert_allclose(mine, dA, rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(theirs, dB, rtol=1e-10, atol=1e-14)


def test_scikit_learn_agrees_on_both_cross_entropies() -> None:
    """Each half is the log loss of a classifier."""
    A, B = drawn(6, 4)
    E = np.exp(A @ B.T)
    rows, columns = E / E.sum(axis=1, keepdims=True), (E / E.sum(axis=0)).T
    y = np.arange(6)
    assert info_nce(A, B, 1.0)[0] == pytest.approx((log_loss(y, rows) + log_loss(y, columns)) / 2, rel=1e-12)


@pytest.mark.parametrize("tau", [1.0, 0.01])
def test_pytorch_agrees(tau: float) -> None:
    """As CLIP's code has it."""
    torch = pytest.importorskip("torch")
    A, B = (torch.tensor(M, requires_grad=True) for M in drawn(7, 5))
    S, y = A @ B.T / tau, torch.arange(7)
    wanted = (torch.nn.functional.cross_entropy(S, y) + torch.nn.functional.cross_entropy(S.T, y)) / 2
    wanted.backward()
    loss, dA, dB = info_nce(A.detach().numpy(), B.detach().numpy(), tau)
    assert loss == pytest.approx(wanted.item(), rel=1e-12)
    np.testing.assert_allclose(dA, A.grad.numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(dB, B.grad.numpy(), rtol=1e-9, atol=1e-12)

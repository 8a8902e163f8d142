"""chapter24/distillation_loss against autograd, SciPy and PyTorch."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad
from scipy import special

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

distillation_loss = Suite.load(builtin_course(), "chapter24/distillation_loss").namespace["distillation_loss"]


def drawn():
    rng = np.random.default_rng(0)
    return rng.normal(size=(6, 4)), rng.normal(scale=2.0, size=(6, 4)), rng.integers(4, size=6)


def test_scipy_and_autograd_agree() -> None:
    """The loss is that of SciPy's softmax and rel_entr, the gradient autograd's."""
    Z, teacher, y = drawn()
    Q = special.softmax(teacher / 3.0, axis=1)
    soft = 9.0 * special.rel_entr(Q, special.softmax(Z / 3.0, axis=1)).sum() / 6
    hard = -special.log_softmax(Z, axis=1)[np.arange(6), y].mean()
    loss, dZ = distillation_loss(Z, teacher, y, 3.0, 0.7)
    assert loss == pytest.approx(0.7 * soft + 0.3 * hard, rel=1e-13)

    def definition(Z):
        P = anp.exp(Z / 3.0) / anp.sum(anp.exp(Z / 3.0), axis=1, keepdims=True)
        H = anp.exp(Z) / anp.sum(anp.exp(Z), axis=1, keepdims=True)
        kl = anp.sum(Q * anp.log(Q / P)) / 6
        return 0.7 * 9.0 * kl - 0.3 * anp.sum(np.eye(4)[y] * anp.log(H)) / 6

    value, gradient = value_and_grad(definition)(Z)
    assert loss == pytest.approx(value, rel=1e-13)
    np.testing.assert_allclose(dZ, gradient, rtol=1e-9, atol=1e-14)


def test_pytorch_agrees() -> None:
    """kl_div with batchmean, times T², as tutorials have it."""
    torch = pytest.importorskip("torch")
    Z, teacher, y = drawn()
    logits = torch.tensor(Z, requires_grad=True)
    F = torch.nn.functional
    soft = F.kl_div(
        F.log_softmax(logits / 2, dim=1),
        F.log_softmax(torch.tensor(teacher) / 2, dim=1),
        log_target=True,
        reduction="batchmean",
    )
    wanted = 0.4 * 4 * soft + 0.6 * F.cross_entropy(logits, torch.tensor(y))
    wanted.backward()
    loss, dZ = distillation_loss(Z, teacher, y, 2.0, 0.4)
    assert loss == pytest.approx(wanted.item(), rel=1e-12)
    np.testing.assert_allclose(dZ, logits.grad.numpy(), rtol=1e-9, atol=1e-14)

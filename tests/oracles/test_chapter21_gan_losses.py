"""chapter21/gan_losses against SciPy, mpmath, autograd and PyTorch."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad
from scipy import special

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

answer = Suite.load(builtin_course(), "chapter21/gan_losses").namespace
d_loss, minimax, nonsaturating = (answer[name] for name in ("d_loss", "g_loss_minimax", "g_loss_nonsaturating"))


def drawn(seed: int):
    rng = np.random.default_rng(seed)
    return rng.normal(scale=3.0, size=5), rng.normal(scale=3.0, size=8)


def test_agrees_with_scipy() -> None:
    """scipy.special.log_expit is log D."""
    real, fake = drawn(0)
    loss = -np.mean(special.log_expit(real)) - np.mean(special.log_expit(-fake))
    assert d_loss(real, fake)[0] == pytest.approx(loss, rel=1e-14)
    assert minimax(fake)[0] == pytest.approx(np.mean(special.log_expit(-fake)), rel=1e-14)
    assert nonsaturating(fake)[0] == pytest.approx(-np.mean(special.log_expit(fake)), rel=1e-14)


@pytest.mark.parametrize("a", [-1000.0, -40.0, 0.0, 40.0, 1000.0])
def test_agrees_with_mpmath(a: float) -> None:
    """With a thousand digits D can be computed first."""
    with mpmath.workdps(1000):
        D = 1 / (1 + mpmath.exp(-mpmath.mpf(a)))
        made, real, sigma = float(mpmath.log(1 - D)), float(mpmath.log(D)), float(D)
    logit = np.array([a])
    assert minimax(logit)[0] == pytest.approx(made, rel=1e-14, abs=1e-300)
    assert nonsaturating(logit)[0] == pytest.approx(-real, rel=1e-14, abs=1e-300)
    assert minimax(logit)[1][0] == pytest.approx(-sigma, rel=1e-14, abs=1e-300)


def test_gradients_are_autograds() -> None:
    """All four gradients, of the losses as they are written."""
    real, fake = drawn(1)

    def sigma(a):
        return 1 / (1 + anp.exp(-a))

    def of_d(real, fake):
        return -anp.mean(anp.log(sigma(real))) - anp.mean(anp.log(1 - sigma(fake)))

    _, dreal, dfake = d_loss(real, fake)
    np.testing.assert_allclose(dreal, grad(of_d, 0)(real, fake), rtol=1e-10)
    np.testing.assert_allclose(dfake, grad(of_d, 1)(real, fake), rtol=1e-10)
    of_game = grad(lambda f: anp.mean(anp.log(1 - sigma(f))))
    of_practice = grad(lambda f: -anp.mean(anp.log(sigma(f))))
    np.testing.assert_allclose(minimax(fake)[1], of_game(fake), rtol=1e-10)
    np.testing.assert_allclose(nonsaturating(fake)[1], of_practice(fake), rtol=1e-10)


def test_agrees_with_pytorch() -> None:
    """BCEWithLogitsLoss on either batch, added."""
    torch = pytest.importorskip("torch")
    real, fake = (torch.tensor(a, requires_grad=True) for a in drawn(2))
    bce = torch.nn.BCEWithLogitsLoss()
    loss = bce(real, torch.ones_like(real)) + bce(fake, torch.zeros_like(fake))
    loss.backward()
    mine, dreal, dfake = d_loss(*drawn(2))
    assert mine == pytest.approx(loss.item(), rel=1e-13)
    np.testing.assert_allclose(dreal, real.grad.numpy(), rtol=1e-12)
    np.testing.assert_allclose(dfake, fake.grad.numpy(), rtol=1e-12)

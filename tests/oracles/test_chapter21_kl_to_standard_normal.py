"""chapter21/kl_to_standard_normal against SciPy's quadrature, mpmath, autograd and PyTorch."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad
from scipy import integrate, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

kl = Suite.load(builtin_course(), "chapter21/kl_to_standard_normal").namespace["kl_to_standard_normal"]


@pytest.mark.parametrize(("mu", "logvar"), [(0.0, 1.0), (2.0, -1.5), (-0.7, 0.4), (3.0, 2.0)])
def test_agrees_with_quadrature(mu: float, logvar: float) -> None:
    """The mean of log q − log p over q, by SciPy's adaptive quadrature."""
    q, p = stats.norm(mu, np.exp(logvar / 2)), stats.norm()
    ends = mu - 12 * q.std(), mu + 12 * q.std()
    exact, _ = integrate.quad(lambda z: q.pdf(z) * (q.logpdf(z) - p.logpdf(z)), *ends, epsabs=1e-13, epsrel=1e-12)
    assert kl(np.array([[mu]]), np.array([[logvar]]))[0][0] == pytest.approx(exact, rel=1e-10)


@pytest.mark.parametrize("logvar", [-600.0, -0.1, 0.1, 30.0, 600.0])
def test_agrees_with_mpmath(logvar: float) -> None:
    """Fifty digits; e^a − 1 − a loses two of ours at a = 0.1."""
    with mpmath.workdps(50):
        a = mpmath.mpf(logvar)
        value, slope = float((mpmath.exp(a) - 1 - a) / 2), float((mpmath.exp(a) - 1) / 2)
    KL, _, dlogvar = kl(np.array([[0.0]]), np.array([[logvar]]))
    assert KL[0] == pytest.approx(value, rel=1e-13)
    assert dlogvar[0, 0] == pytest.approx(slope, rel=1e-14)


def test_gradients_are_autograds() -> None:
    """Of the sum over samples, whose gradient has those of the samples as rows."""
    mu, logvar = np.random.default_rng(0).normal(size=(2, 5, 3))

    def total(mu, logvar):
        return anp.sum(mu**2 + anp.exp(logvar) - 1 - logvar) / 2

    _, dmu, dlogvar = kl(mu, logvar)
    np.testing.assert_allclose(dmu, grad(total, 0)(mu, logvar), rtol=1e-13)
    np.testing.assert_allclose(dlogvar, grad(total, 1)(mu, logvar), rtol=1e-12)


def test_agrees_with_pytorch() -> None:
    """torch.distributions.kl_divergence, summed over dimensions."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    mu, logvar = rng.normal(size=(2, 6, 4))
    law = torch.distributions.Normal(torch.tensor(mu), torch.tensor(np.exp(logvar / 2)))
    exact = torch.distributions.kl_divergence(law, torch.distributions.Normal(0.0, 1.0)).sum(dim=1)
    np.testing.assert_allclose(kl(mu, logvar)[0], exact.numpy(), rtol=1e-12)

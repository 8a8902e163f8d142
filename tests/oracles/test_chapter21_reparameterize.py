"""chapter21/reparameterize against SciPy's normal law, autograd and PyTorch."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

answer = Suite.load(builtin_course(), "chapter21/reparameterize").namespace
forward, backward = answer["reparameterize"], answer["reparameterize_backward"]


@pytest.mark.parametrize(("mu", "logvar"), [(0.0, 0.0), (3.0, -4.0), (-1.0, 2.5)])
def test_codes_have_scipys_normal_law(mu: float, logvar: float) -> None:
    """By Kolmogorov and Smirnov, over 5000 codes."""
    z, eps = forward(np.full((5000, 1), mu), np.full((5000, 1), logvar), np.random.default_rng(0))
    assert stats.kstest(z.ravel(), stats.norm(mu, np.sqrt(np.exp(logvar))).cdf).pvalue > 1e-3
    assert stats.kstest(eps.ravel(), stats.norm.cdf).pvalue > 1e-3


def test_agrees_with_autograd() -> None:
    """Gradients of Σ sin z, with the noise held."""
    rng = np.random.default_rng(1)
    mu, logvar = rng.normal(size=(2, 5, 3))
    z, eps = forward(mu, logvar, rng)

    def loss(mu, logvar):
        return anp.sum(anp.sin(mu + anp.sqrt(anp.exp(logvar)) * eps))

    dmu, dlogvar = backward(np.cos(z), logvar, eps)
    np.testing.assert_allclose(dmu, grad(loss, 0)(mu, logvar), rtol=1e-12)
    np.testing.assert_allclose(dlogvar, grad(loss, 1)(mu, logvar), rtol=1e-12)


def test_agrees_with_pytorch() -> None:
    """The gradients that torch.distributions.Normal.rsample hands back, with its own noise."""
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    mu, logvar = (torch.randn(4, 3, dtype=torch.float64, requires_grad=True) for _ in range(2))
    z = torch.distributions.Normal(mu, torch.exp(logvar / 2)).rsample()
    (z**3).sum().backward()
    m, lv, z = (t.detach().numpy() for t in (mu, logvar, z))
    dmu, dlogvar = backward(3 * z**2, lv, (z - m) / np.exp(lv / 2))
    np.testing.assert_allclose(dmu, mu.grad.numpy(), rtol=1e-12)
    np.testing.assert_allclose(dlogvar, logvar.grad.numpy(), rtol=1e-9)


def test_is_unbiased() -> None:
    """On average over the noise, by a quadrature that is exact, gradients are those of E z² = mu² + exp(logvar)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(8)
    weights = weights / weights.sum()
    mu, logvar = 0.7, -0.4
    z = mu + np.exp(logvar / 2) * nodes
    dmu, dlogvar = backward(2 * z[:, None], np.full((8, 1), logvar), nodes[:, None])
    assert weights @ dmu.ravel() == pytest.approx(2 * mu, rel=1e-13)
    assert weights @ dlogvar.ravel() == pytest.approx(np.exp(logvar), rel=1e-13)

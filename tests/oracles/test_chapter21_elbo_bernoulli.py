"""chapter21/elbo_bernoulli against SciPy, autograd and PyTorch."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy import integrate, special, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

elbo = Suite.load(builtin_course(), "chapter21/elbo_bernoulli").namespace["elbo_bernoulli"]


def drawn(seed: int):
    rng = np.random.default_rng(seed)
    x = rng.integers(2, size=(5, 6)).astype(float)
    return x, rng.normal(scale=3.0, size=(5, 6)), *rng.normal(size=(2, 5, 3))


def test_agrees_with_scipys_laws() -> None:
    """Bernoulli's log-probabilities, and the relative entropy of two normal laws in its textbook form."""
    x, logits, mu, logvar = drawn(0)
    pixels = stats.bernoulli(special.expit(logits)).logpmf(x).sum(axis=1)
    std = np.exp(logvar / 2)
    costs = np.sum(np.log(1 / std) + (std**2 + mu**2) / 2 - 0.5, axis=1)
    np.testing.assert_allclose(elbo(x, logits, mu, logvar)[0], pixels - costs, rtol=1e-12)


@pytest.mark.parametrize("slope", [0.5, 2.0, -4.0])
def test_never_exceeds_the_evidence(slope: float) -> None:
    """E_q value ≤ log p(x), by SciPy's quadrature, for many laws q; for the best of them it comes near."""
    x, b = np.array([1.0, 0.0, 1.0]), np.array([0.5, -0.2, 0.1])

    def evidence(z: float) -> float:
        return float(np.prod(special.expit((2 * x - 1) * (slope * z + b)))) * stats.norm.pdf(z)

    log_p = np.log(integrate.quad(evidence, -12, 12, epsabs=1e-14)[0])
    best = -np.inf
    for mu in np.linspace(-1.5, 1.5, 7):
        for logvar in np.linspace(-2.0, 0.5, 6):
            law = stats.norm(mu, np.exp(logvar / 2))

            def integrand(z: float, mu=mu, logvar=logvar, law=law) -> float:
                value = elbo(x[None], (slope * z + b)[None], np.array([[mu]]), np.array([[logvar]]))[0]
                return law.pdf(z) * value[0]

            mean, _ = integrate.quad(integrand, mu - 10 * law.std(), mu + 10 * law.std(), epsabs=1e-9)
            assert mean <= log_p + 1e-8
            best = max(best, mean)
    assert best > log_p - 0.2


def test_gradients_are_autograds() -> None:
    """Of the sum over samples, whose gradient has those of the samples as rows."""
    x, *inputs = drawn(1)

    def total(logits, mu, logvar):
        p = 1 / (1 + anp.exp(-logits))
        pixels = anp.sum(x * anp.log(p) + (1 - x) * anp.log(1 - p))
        return pixels - anp.sum(mu**2 + anp.exp(logvar) - 1 - logvar) / 2

    for i, found in enumerate(elbo(x, *inputs)[1:]):
        np.testing.assert_allclose(found, grad(total, i)(*inputs), rtol=1e-10, atol=1e-14)


def test_agrees_with_pytorch() -> None:
    """The pixels are PyTorch's cross-entropy with logits, summed, also for logits of ±1000."""
    torch = pytest.importorskip("torch")
    x, logits, mu, logvar = drawn(2)
    far = 300.0 * logits
    loss = torch.nn.functional.binary_cross_entropy_with_logits(torch.tensor(far), torch.tensor(x), reduction="none")
    value = elbo(x, far, 0.0 * mu, 0.0 * logvar)[0]
    np.testing.assert_allclose(value, -loss.sum(dim=1).numpy(), rtol=1e-12)

"""chapter24/gumbel_softmax against SciPy's Gumbel distribution, autograd and PyTorch."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy import special, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gumbel_softmax = Suite.load(builtin_course(), "chapter24/gumbel_softmax").namespace["gumbel_softmax"]


def test_scipy_and_autograd_agree() -> None:
    """The noise is the quantile function of SciPy's gumbel_r, the gradient autograd's."""
    rng = np.random.default_rng(0)
    Z, dY = rng.normal(size=(2, 5, 3))
    noise = stats.gumbel_r.ppf(np.random.default_rng(7).random(Z.shape))
    Y, dZ = gumbel_softmax(Z, dY, 0.6, np.random.default_rng(7))
    np.testing.assert_allclose(Y, special.softmax((Z + noise) / 0.6, axis=1), rtol=1e-12)

    def loss(Z):
        E = anp.exp((Z + noise) / 0.6)
        return anp.sum(dY * E / anp.sum(E, axis=1, keepdims=True))

    np.testing.assert_allclose(dZ, grad(loss)(Z), rtol=1e-9, atol=1e-13)


def test_frequencies_are_those_of_softmax() -> None:
    """A chi-squared test of 20,000 draws, with a fixed seed."""
    z = np.array([0.5, -1.0, 0.0, 1.2])
    Y, _ = gumbel_softmax(np.tile(z, (20000, 1)), np.zeros((20000, 4)), 0.3, np.random.default_rng(3))
    counts = np.bincount(Y.argmax(axis=1), minlength=4)
    assert stats.chisquare(counts, 20000 * special.softmax(z)).pvalue > 1e-3


def test_pytorch_agrees() -> None:
    """With the same noise, autograd of PyTorch gives the same gradient."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    Z, dY = rng.normal(size=(2, 4, 6))
    logits = torch.tensor(Z, requires_grad=True)
    noise = torch.tensor(-np.log(-np.log(np.random.default_rng(5).random(Z.shape))))
    wanted = torch.softmax((logits + noise) / 0.8, dim=1)
    wanted.backward(torch.tensor(dY))
    Y, dZ = gumbel_softmax(Z, dY, 0.8, np.random.default_rng(5))
    np.testing.assert_allclose(Y, wanted.detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(dZ, logits.grad.numpy(), rtol=1e-9, atol=1e-13)

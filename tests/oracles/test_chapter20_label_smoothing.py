"""chapter20/label_smoothing against autograd, mpmath and PyTorch."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

label_smoothing = Suite.load(builtin_course(), "chapter20/label_smoothing").namespace["label_smoothing"]


@pytest.mark.parametrize("eps", [0.0, 0.1, 0.5, 0.99])
def test_agrees_with_autograd(eps: float) -> None:
    """Loss and gradient are those of the definition, for logits of usual size."""
    rng = np.random.default_rng(0)
    Z, y = rng.normal(scale=2.0, size=(7, 5)), rng.integers(5, size=7)

    def definition(Z):
        P = anp.exp(Z) / anp.sum(anp.exp(Z), axis=1, keepdims=True)
        return -anp.sum(((1 - eps) * anp.eye(5)[y] + eps / 5) * anp.log(P)) / 7

    wanted, gradient = value_and_grad(definition)(Z)
    loss, dZ = label_smoothing(Z, y, eps)
    assert loss == pytest.approx(wanted, rel=1e-13)
    np.testing.assert_allclose(dZ, gradient, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("k", [0, 1, 2])
def test_agrees_with_mpmath(k: int) -> None:
    """With a thousand digits the definition gives the same for logits of ±1000."""
    z, t = (1000.0, -1000.0, 990.0), np.full(3, 0.1 / 3) + 0.9 * np.eye(3)[k]
    with mpmath.workdps(1000):
        E = [mpmath.exp(mpmath.mpf(a)) for a in z]
        exact = float(-sum(mpmath.mpf(float(t[i])) * mpmath.log(E[i] / sum(E)) for i in range(3)))
        P = [float(e / sum(E)) for e in E]
    loss, dZ = label_smoothing(np.array([z]), np.array([k]), 0.1)
    assert loss == pytest.approx(exact, rel=1e-13)
    np.testing.assert_allclose(dZ[0], np.array(P) - t, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("eps", [0.0, 0.1, 0.7])
def test_agrees_with_pytorch(eps: float) -> None:
    """Loss and gradient are PyTorch's."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    Z, y = rng.normal(scale=30.0, size=(20, 6)), rng.integers(6, size=20)
    logits = torch.tensor(Z, requires_grad=True)
    wanted = torch.nn.functional.cross_entropy(logits, torch.tensor(y), label_smoothing=eps)
    wanted.backward()
    loss, dZ = label_smoothing(Z, y, eps)
    assert loss == pytest.approx(wanted.item(), rel=1e-12)
    np.testing.assert_allclose(dZ, logits.grad.numpy(), rtol=1e-10, atol=1e-15)

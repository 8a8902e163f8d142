"""chapter12/softmax_cross_entropy against autograd, mpmath and PyTorch."""

from __future__ import annotations

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

softmax_cross_entropy = Suite.load(builtin_course(), "chapter12/softmax_cross_entropy").namespace[
    "softmax_cross_entropy"
]


@pytest.mark.parametrize(("N", "K"), [(7, 5), (4, 4), (1, 5), (40, 2)])
def test_agrees_with_autograd(N: int, K: int) -> None:
    """Loss and gradient are those of the definition, for logits of usual size."""
    rng = np.random.default_rng(N)
    Z, y = rng.normal(scale=2.0, size=(N, K)), rng.integers(K, size=N)

    def definition(Z):
        E = anp.exp(Z)
        return -anp.mean(anp.log(anp.sum(anp.eye(K)[y] * E, axis=1) / anp.sum(E, axis=1)))

    wanted, gradient = value_and_grad(definition)(Z)
    loss, dZ = softmax_cross_entropy(Z, y)
    assert loss == pytest.approx(wanted, rel=1e-13)
    np.testing.assert_allclose(dZ, gradient, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("z", [(1000.0, -1000.0, 0.0), (-1000.0, -990.0, -995.0), (900.0, 905.0, 899.0)])
@pytest.mark.parametrize("k", [0, 1, 2])
def test_agrees_with_mpmath(z: tuple[float, ...], k: int) -> None:
    """With a thousand digits the definition gives the same for logits of ±1000."""
    with mpmath.workdps(1000):
        E = [mpmath.exp(mpmath.mpf(a)) for a in z]
        exact, P = float(-mpmath.log(E[k] / sum(E))), [float(e / sum(E)) for e in E]
    loss, dZ = softmax_cross_entropy(np.array([z]), np.array([k]))
    assert loss == pytest.approx(exact, rel=1e-11, abs=1e-15)
    np.testing.assert_allclose(dZ[0], np.array(P) - np.eye(3)[k], rtol=1e-12, atol=1e-15)


def test_agrees_with_pytorch() -> None:
    """Loss and gradient are PyTorch's."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    Z, y = rng.normal(scale=30.0, size=(20, 6)), rng.integers(6, size=20)
    logits = torch.tensor(Z, requires_grad=True)
    wanted = torch.nn.functional.cross_entropy(logits, torch.tensor(y))
    wanted.backward()
    loss, dZ = softmax_cross_entropy(Z, y)
    assert loss == pytest.approx(wanted.item(), rel=1e-12)
    np.testing.assert_allclose(dZ, logits.grad.numpy(), rtol=1e-10, atol=1e-15)

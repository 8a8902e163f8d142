"""chapter12/bce_with_logits against mpmath, autograd and PyTorch."""

from __future__ import annotations

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

bce_with_logits = Suite.load(builtin_course(), "chapter12/bce_with_logits").namespace["bce_with_logits"]


def mean_loss(z, y):
    p = 1 / (1 + anp.exp(-z))
    return anp.mean(-y * anp.log(p) - (1 - y) * anp.log(1 - p))


@pytest.mark.parametrize("N", [1, 4, 50])
def test_agrees_with_autograd(N: int) -> None:
    """Loss and gradient are those of the definition, for logits of usual size."""
    rng = np.random.default_rng(N)
    z, y = rng.normal(scale=2.0, size=N), rng.uniform(size=N)
    loss, dz = bce_with_logits(z, y)
    assert loss == pytest.approx(mean_loss(z, y), rel=1e-13)
    np.testing.assert_allclose(dz, grad(mean_loss)(z, y), rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("z", [-1000.0, -40.0, -3.0, 0.0, 3.0, 20.0, 40.0, 1000.0])
@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
def test_agrees_with_mpmath(z: float, y: float) -> None:
    """With a thousand digits the definition gives the same, also where the answer is certain and right."""
    with mpmath.workdps(1000):
        p = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        exact, slope = float(-y * mpmath.log(p) - (1 - y) * mpmath.log(1 - p)), float(p - y)
    loss, dz = bce_with_logits(np.array([z]), np.array([y]))
    assert loss == pytest.approx(exact, rel=1e-14, abs=1e-300)
    assert dz.item() == pytest.approx(slope, rel=1e-14, abs=4e-16)


def test_agrees_with_pytorch() -> None:
    """Loss and gradient are PyTorch's."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    z, y = rng.normal(scale=30.0, size=40), rng.uniform(size=40)
    logits = torch.tensor(z, requires_grad=True)
    wanted = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(y))
    wanted.backward()
    loss, dz = bce_with_logits(z, y)
    assert loss == pytest.approx(wanted.item(), rel=1e-12)
    np.testing.assert_allclose(dz, logits.grad.numpy(), rtol=1e-10, atol=1e-15)

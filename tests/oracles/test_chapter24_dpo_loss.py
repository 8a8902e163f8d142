"""chapter24/dpo_loss against autograd and mpmath."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

dpo_loss = Suite.load(builtin_course(), "chapter24/dpo_loss").namespace["dpo_loss"]


def test_autograd_agrees() -> None:
    """Loss and gradients are those of the definition."""
    policy, reference = np.random.default_rng(0).normal(-10.0, 2.0, size=(2, 2, 6))

    def definition(policy):
        h = 0.3 * ((policy[0] - reference[0]) - (policy[1] - reference[1]))
        return -anp.mean(anp.log(1 / (1 + anp.exp(-h))))

    wanted, slopes = value_and_grad(definition)(policy)
    loss, d_chosen, d_rejected = dpo_loss(*policy, *reference, 0.3)
    assert loss == pytest.approx(wanted, rel=1e-13)
    np.testing.assert_allclose(np.stack([d_chosen, d_rejected]), slopes, rtol=1e-10)


@pytest.mark.parametrize("h", [-1e4, -700.0, 0.0, 37.0, 600.0])
def test_mpmath_agrees_far_out(h: float) -> None:
    """With many digits the definition gives the same."""
    loss, d_chosen, _ = dpo_loss(np.array([h]), np.zeros(1), np.zeros(1), np.zeros(1), 1.0)
    with mpmath.workdps(10000):
        sigma = 1 / (1 + mpmath.exp(-mpmath.mpf(h)))
        assert loss == pytest.approx(float(-mpmath.log(sigma)), rel=1e-13)
        assert d_chosen[0] == pytest.approx(float(sigma - 1), rel=1e-12)


def test_pytorch_agrees() -> None:
    """−logsigmoid, as implementations have it."""
    torch = pytest.importorskip("torch")
    policy, reference = np.random.default_rng(1).normal(-50.0, 20.0, size=(2, 2, 9))
    chosen, rejected = (torch.tensor(row, requires_grad=True) for row in policy)
    h = 0.1 * ((chosen - torch.tensor(reference[0])) - (rejected - torch.tensor(reference[1])))
    wanted = -torch.nn.functional.logsigmoid(h).mean()
    wanted.backward()
    loss, d_chosen, d_rejected = dpo_loss(*policy, *reference, 0.1)
    assert loss == pytest.approx(wanted.item(), rel=1e-12)
    np.testing.assert_allclose(d_chosen, chosen.grad.numpy(), rtol=1e-10)
    np.testing.assert_allclose(d_rejected, rejected.grad.numpy(), rtol=1e-10)

"""chapter24/ppo_gae against its definition as a sum, autograd and PyTorch."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ppo_gae = Suite.load(builtin_course(), "chapter24/ppo_gae").namespace["ppo_gae"]


def drawn(T: int):
    rng = np.random.default_rng(T)
    old = rng.uniform(-3.0, -1.0, size=T)
    return rng.normal(size=T), rng.normal(size=T + 1), rng.random(T) < 0.3, old + rng.normal(scale=0.4, size=T), old


@pytest.mark.parametrize("T", [1, 5, 12])
def test_advantages_are_discounted_sums_of_errors(T: int) -> None:
    """A[t] = Σ_k (γ λ)^k δ[t + k], up to the first end."""
    rewards, V, done, logp, old = drawn(T)
    A, _, _ = ppo_gae(rewards, V, done, logp, old, 0.9, 0.7, 0.2)
    for t in range(T):
        wanted = 0.0
        for k in range(t, T):
            wanted += 0.63 ** (k - t) * (rewards[k] + 0.9 * V[k + 1] * (1 - done[k]) - V[k])
            if done[k]:
                break
        assert A[t] == pytest.approx(wanted, rel=1e-12, abs=1e-14)


def test_autograd_agrees() -> None:
    """Loss and gradient are those of the definition."""
    rewards, V, done, logp, old = drawn(12)
    A, loss, dlogp = ppo_gae(rewards, V, done, logp, old, 0.9, 0.7, 0.2)

    def definition(logp):
        ratio = anp.exp(logp - old)
        return -anp.mean(anp.minimum(ratio * A, anp.clip(ratio, 0.8, 1.2) * A))

    value, gradient = value_and_grad(definition)(logp)
    assert loss == pytest.approx(value, rel=1e-13)
    # Where both are equal, within the clip, autograd gives each a half: the same gradient.
    np.testing.assert_allclose(dlogp, gradient, rtol=1e-10, atol=1e-15)


def test_pytorch_agrees() -> None:
    """As implementations have it."""
    torch = pytest.importorskip("torch")
    rewards, V, done, logp, old = drawn(9)
    A, loss, dlogp = ppo_gae(rewards, V, done, logp, old, 0.95, 0.9, 0.1)
    now = torch.tensor(logp, requires_grad=True)
    ratio = torch.exp(now - torch.tensor(old))
    wanted = -torch.min(ratio * torch.tensor(A), torch.clamp(ratio, 0.9, 1.1) * torch.tensor(A)).mean()
    wanted.backward()
    assert loss == pytest.approx(wanted.item(), rel=1e-12)
    np.testing.assert_allclose(dlogp, now.grad.numpy(), rtol=1e-10, atol=1e-15)

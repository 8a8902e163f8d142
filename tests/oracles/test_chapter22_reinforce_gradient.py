"""chapter22/reinforce_gradient against autograd, and against the exact gradient over all that can happen."""

import itertools

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

estimate = Suite.load(builtin_course(), "chapter22/reinforce_gradient").namespace["reinforce_gradient"]
GAMMA = 0.8


def log_pi(theta):
    return theta - anp.log(anp.sum(anp.exp(theta), axis=1, keepdims=True))


def test_is_the_gradient_of_weighed_logarithms() -> None:
    """autograd's gradient of the mean of Σ_t (G_t − baseline) log pi(a_t|s_t), with fixed returns."""
    rng = np.random.default_rng(0)
    S, A, baseline = 3, 4, 0.7
    theta = rng.normal(size=(S, A))
    episodes = [(rng.integers(S, size=T), rng.integers(A, size=T), rng.normal(size=T)) for T in (5, 1, 3)]

    def surrogate(theta):
        total = 0.0
        for states, actions, rewards in episodes:
            for t in range(len(rewards)):
                G = sum(GAMMA ** (k - t) * rewards[k] for k in range(t, len(rewards)))
                total = total + (G - baseline) * log_pi(theta)[states[t], actions[t]]
        return total / len(episodes)

    np.testing.assert_allclose(estimate(theta, episodes, GAMMA, baseline), grad(surrogate)(theta), rtol=1e-12)


@pytest.mark.parametrize("baseline", [0.0, 3.0])
def test_is_unbiased_over_two_steps_without_discount(baseline: float) -> None:
    """With gamma = 1, the mean over all pairs of actions of a world without chance is autograd's ∇J."""
    rng = np.random.default_rng(1)
    S, A = 3, 2
    theta, follows, rewards = rng.normal(size=(S, A)), rng.integers(S, size=(S, A)), rng.normal(size=(S, A))
    paths = [(a, b, int(follows[0, a])) for a, b in itertools.product(range(A), repeat=2)]

    def J(theta):
        log = log_pi(theta)
        return sum(anp.exp(log[0, a] + log[s, b]) * (rewards[0, a] + rewards[s, b]) for a, b, s in paths)

    mean = np.zeros((S, A))
    for a, b, s in paths:
        episode = (np.array([0, s]), np.array([a, b]), np.array([rewards[0, a], rewards[s, b]]))
        p = np.exp(log_pi(theta)[0, a] + log_pi(theta)[s, b])
        mean += p * estimate(theta, [episode], 1.0, baseline)
    np.testing.assert_allclose(mean, grad(J)(theta), rtol=1e-10, atol=1e-14)

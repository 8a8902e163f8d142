"""REINFORCE: the gradient of a policy.

Instead of values, one can learn the policy itself. In state s it takes action a with the probability

    pi(a|s) = exp(theta[s, a]) / Σ_b exp(theta[s, b]),

and the parameters theta (S, A) are to climb: J(theta) is the return that is expected. Its gradient is estimated from
episodes that the policy has played. An episode is a tuple (states, actions, rewards): in step t it was in states[t],
took actions[t], and got rewards[t]. Return the mean over the episodes of

    Σ_t (G_t − baseline) ∇ log pi(actions[t] | states[t]).

* G_t is the discounted return from step t on: G_t = rewards[t] + gamma rewards[t+1] + gamma² rewards[t+2] + …. What
  came before t does not count, and the sum over t is not discounted any more.
* It is a mean over episodes, whatever their lengths: divide by their number, and not by that of the steps.
* baseline is a number, which is subtracted from each G_t.
* What is returned points uphill: theta + lr · gradient is the better policy.
* Episodes may be hundreds of steps long, so that gamma^t is no number any more.
* A state may be met several times in an episode, and each time counts. Entries of theta may be large, with differences
  of 1000 and more.

References
----------
Williams, Simple statistical gradient-following algorithms for connectionist reinforcement learning (1992). Sutton,
Barto, Reinforcement Learning, 13.3 and 13.4. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 8.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Episode = tuple[Indices, Indices, Array]


def reinforce_gradient(theta: Array, episodes: Sequence[Episode], gamma: float, baseline: float = 0.0) -> Array:
    """Return an estimate of the gradient of the expected return.

    Parameters
    ----------
    theta : (S, A) float64
        Parameters of the policy.
    episodes : sequence of (states (T,) int, actions (T,) int, rewards (T,) float64)
        What was played: at least one episode, each of its own length T ≥ 1.
    gamma : float
        Discount, 0 ≤ gamma ≤ 1.
    baseline : float
        What is subtracted from the returns.

    Returns
    -------
    gradient : (S, A) float64

    Examples
    --------
    One state, two actions, equally likely. Action 0 was taken, and gave 4: ∇ log pi = (1, 0) − (½, ½).

    >>> episode = (np.array([0]), np.array([0]), np.array([4.0]))
    >>> reinforce_gradient(np.zeros((1, 2)), [episode], 0.5).tolist()
    [[2.0, -2.0]]

    In a second episode it took two steps. The returns are 1 + 0.5 · 2 = 2 and 2; the mean is over two episodes.

    >>> other = (np.array([0, 0]), np.array([1, 0]), np.array([1.0, 2.0]))
    >>> reinforce_gradient(np.zeros((1, 2)), [episode, other], 0.5, baseline=1.0).tolist()
    [[0.75, -0.75]]
    """
    ### BEGIN SOLUTION
    weights = np.exp(theta - theta.max(axis=1, keepdims=True))
    pi = weights / weights.sum(axis=1, keepdims=True)
    gradient = np.zeros(theta.shape)
    for states, actions, rewards in episodes:
        G = 0.0
        for t in reversed(range(len(rewards))):
            G = rewards[t] + gamma * G
            gradient[states[t], actions[t]] += G - baseline
            gradient[states[t]] -= (G - baseline) * pi[states[t]]
    return gradient / len(episodes)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The score.** log pi(a|s) = theta[s, a] − log Σ_b exp(theta[s, b]). Its derivative with respect to theta[s, c] is
   1[c = a] − pi(c|s), and 0 for all other states. So the row of s gets a one-hot vector less the probabilities: what
   was done becomes likelier, and everything else less likely; the entries sum to 0.

2. **Why its mean is the gradient.** For one step, J = Σ_a pi(a) r(a). Since ∇pi = pi ∇log pi,

       ∇J = Σ_a ∇pi(a) r(a) = Σ_a pi(a) r(a) ∇log pi(a) = E[r(a) ∇log pi(a)]:

   a mean over what the policy does itself, so playing gives samples of it. That nobody knows how the world comes to its
   rewards does not matter.

3. **A baseline changes nothing on average**, for E[∇log pi(a)] = Σ_a ∇pi(a) = ∇1 = 0. It often makes the estimate less
   noisy: if all rewards are near 100, it is their differences that say something. Often, and not always: the mean
   reward is not the best baseline, and there are policies for which it is worse than none.

4. **What came before does not count**, by the same reason: given the past, the mean of ∇log pi(a_t) is 0, so rewards
   before t have no part in it but noise. That leaves G_t, the return to go.

5. **On discounts.** The exact gradient of the discounted return would have a gamma^t before the t-th term. It makes
   late steps matter less and less, and is left out nearly everywhere, and here.

6. **An exact test.** With one state and one step, the mean over all actions, with their probabilities, is ∇J, without
   chance: ∂J/∂theta[a] = pi(a) (r(a) − Σ_b pi(b) r(b)). For any baseline.

>>> theta, r = np.array([[0.0, np.log(3.0)]]), np.array([8.0, 4.0])
>>> pi = np.array([0.25, 0.75])
>>> for baseline in (0.0, 5.0):
...     games = [[(np.array([0]), np.array([a]), r[a : a + 1])] for a in (0, 1)]
...     left, right = (reinforce_gradient(theta, game, 1.0, baseline) for game in games)
...     print((pi[0] * left + pi[1] * right).round(9).tolist())
[[0.75, -0.75]]
[[0.75, -0.75]]
>>> (pi * (r - pi @ r)).tolist()
[0.75, -0.75]
"""
### END EXPLANATION

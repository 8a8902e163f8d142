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
    raise NotImplementedError

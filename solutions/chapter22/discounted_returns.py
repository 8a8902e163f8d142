"""Discounted returns.

An agent has received the rewards r_0, r_1, …, r_{T−1}, one a step. What was step t worth? All that came from then on,
and the later it came, the less it counts: the discounted return

    G_t = r_t + gamma r_{t+1} + gamma² r_{t+2} + … = r_t + gamma G_{t+1}.

Return G_0, …, G_{T−1}.

* G_t begins with r_t itself, undiscounted. After the last step nothing follows: G_{T−1} = r_{T−1}.
* Several episodes may be in one array, one behind the other. If `done` is given, done[t] says that the episode ended
  with step t; r_t still counts, and what comes after belongs to the next episode:

      G_t = r_t + gamma (1 − done[t]) G_{t+1}.

  Without it, no step before the last ends an episode. The last step may be done or not: nothing is known beyond it.
* 0 ≤ gamma ≤ 1, both ends included.
* Recordings may be thousands of steps long, so that gamma^t is no number any more. Rewards may be whole numbers, also
  in an array of ints; the returns are floats.

References
----------
Sutton, Barto, Reinforcement Learning, 3.3. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter
8. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 11.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def discounted_returns(r: Array, gamma: float, done: NDArray[np.bool_] | None = None) -> Array:
    """Return the discounted sum of the rewards from each step on.

    Parameters
    ----------
    r : (T,) float64, or ints
        Rewards, T ≥ 1.
    gamma : float
        Discount, from 0 to 1.
    done : (T,) bool, optional
        Whether an episode ended with this step.

    Returns
    -------
    G : (T,) float64

    Examples
    --------
    >>> discounted_returns(np.array([1.0, 0.0, 4.0]), 0.5).tolist()
    [2.0, 2.0, 4.0]

    If the episode ends with step 1, the 4 belongs to another one:

    >>> discounted_returns(np.array([1.0, 0.0, 4.0]), 0.5, np.array([False, True, True])).tolist()
    [1.0, 0.0, 4.0]
    """
    ### BEGIN SOLUTION
    G = np.zeros(len(r))
    later = 0.0
    for t in reversed(range(len(r))):
        if done is not None and done[t]:
            later = 0.0
        later = r[t] + gamma * later
        G[t] = later
    return G
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One step less.** Take the first term out of the sum, and a gamma out of the rest:

       G_t = Σ_{k≥t} gamma^{k−t} r_k = r_t + gamma Σ_{k≥t+1} gamma^{k−(t+1)} r_k = r_t + gamma G_{t+1}.

   So one walk from the end to the beginning gives all T returns, with T products. Each sum by itself would take T²/2.

2. **From the end.** G_t needs G_{t+1}: walking forwards, r_t + gamma G_{t−1}, gives a discounted sum of the past, which
   says nothing of what an action led to.

3. **The end of an episode.** With done[t] = True the factor 1 − done[t] cuts: G_t = r_t. The reward of the last step is
   the one that matters most often, the goal or the fall, and it counts. It cuts between t and t + 1, and so for all
   steps before.

4. **What the discount means.** gamma = 0 sees this step's reward alone, gamma = 1 adds everything up. In between, with
   a reward of 1 for ever, G = 1/(1 − gamma): one looks about that many steps ahead.

>>> bool(abs(discounted_returns(np.ones(2000), 0.99)[0] - 1 / (1 - 0.99)) < 1e-6)
True

5. **As a matrix.** G = L r, where L[t, k] = gamma^{k−t} for k ≥ t, and 0 before. So returns are linear in the rewards.
   The exponents k − t have to be cut off at 0 before the power is taken: with gamma = 0, 0^{−1} is infinite.

>>> k = np.arange(3)
>>> L = np.triu(0.5 ** np.maximum(k[None, :] - k[:, None], 0))
>>> (L @ np.array([1.0, 0.0, 4.0])).tolist()
[2.0, 2.0, 4.0]

6. **A short cut that breaks.** G_t = (Σ_{k≥t} gamma^k r_k) / gamma^t is true, and a cumulated sum would do. But gamma^t
   is 0 in floating point as soon as t is large enough, and 0/0 is no number. And the total less what came before,
   divided by gamma^t, subtracts two nearly equal numbers and blows up the rounding by 1/gamma^t: 10¹⁸ after 400 steps
   of gamma = 0.9.

>>> bool(0.5**1200 == 0.0), bool(0.9**400 < 1e-18)
(True, True)
"""
### END EXPLANATION

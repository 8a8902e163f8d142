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
    raise NotImplementedError

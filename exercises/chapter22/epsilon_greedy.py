"""Choosing an action, epsilon-greedily.

Who always takes what seems best never learns that something else is better. So now and then one explores: with the
probability eps, take any action, all equally likely; otherwise take the one whose estimated value q[a] is the largest.

Return the action, an int.

* Exploring is among all A actions, the best one included.
* Of several that are the best, it is the first.
* So that two right answers act alike, the draws are settled. First draw one number, rng.random(): one explores if it is
  below eps. Only then draw the action, rng.integers(A). Nothing else is drawn.
* 0 ≤ eps ≤ 1; A ≥ 1.

References
----------
Sutton, Barto, Reinforcement Learning, 2.2. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter
8. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 11.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def epsilon_greedy(q: Array, eps: float, rng: np.random.Generator) -> int:
    """Return the best action, or with the probability eps any.

    Parameters
    ----------
    q : (A,) float64
        Estimated values of the actions.
    eps : float
        How likely it is that one explores, from 0 to 1.
    rng : numpy.random.Generator

    Returns
    -------
    action : int
        From 0 to A − 1.

    Examples
    --------
    This Generator's first number is 0.637. That is below 0.7, so one explores, and draws the action 2; it is not below
    0.6, so one takes the best.

    >>> q = np.array([1.0, 5.0, 2.0, 5.0])
    >>> int(epsilon_greedy(q, 0.7, np.random.default_rng(0)))
    2
    >>> int(epsilon_greedy(q, 0.6, np.random.default_rng(0)))
    1
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    if rng.random() < eps:
        return int(rng.integers(len(q)))
    return int(np.argmax(q))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **How likely each action is.** Exploring gives each of the A actions eps/A, the best one, too. So

       P(a) = eps/A for the others,    P(best) = 1 − eps + eps/A.

   With eps = 0.3 and four actions: 0.775 for the best, 0.075 for each other one. Together they are 1.

>>> rng, q = np.random.default_rng(0), np.array([0.0, 2.0, 1.0, -1.0])
>>> actions = [int(epsilon_greedy(q, 0.3, rng)) for _ in range(20000)]
>>> (np.bincount(actions) / 20000).round(2).tolist()
[0.07, 0.78, 0.07, 0.07]

2. **Exploring among the others only** would be another policy, with 1 − eps for the best. Both are used; a formula that
   is derived for one, as that of expected SARSA, is wrong for the other.

3. **The ends.** rng.random() gives numbers from 0 to below 1. "Below eps" is never true for eps = 0, always for eps =
   1, and true with the probability eps in between.

4. **Ties.** At the beginning, all q are 0. The first of the best is then always the same action, until its value falls:
   it is exploring alone that tries the others. Breaking ties at random would be fairer, and takes a draw more.

5. **Why a seed is not enough.** Training in a world depends on each single draw: after one action that differs, nothing
   is comparable any more. That is why it is settled here which draws are made, and in which order.
"""
### END EXPLANATION

"""One update of Q-learning.

Nobody has told the agent how the world works. It keeps a table Q (S, A) of what it believes each action to be worth in
each state, and corrects it after each step. In state s it took action a, got the reward r and came to s2. From then on
it could get max_b Q[s2, b], it believes; so Q[s, a] should be

    target = r + gamma max_b Q[s2, b],        or just r, if the episode is over (done).

It moves there, by a part alpha of the way:

    Q′[s, a] = Q[s, a] + alpha (target − Q[s, a]).

Return the new table Q′.

* All other entries stay as they are, and so does the table that was handed over: return a new one.
* If done, nothing comes after: what the table holds in row s2 does not count, whatever it is.
* The maximum is over all actions, not over what the agent will do next: Q-learning learns about the best policy while
  it follows another.

References
----------
Watkins, Dayan, Q-learning (1992). Sutton, Barto, Reinforcement Learning, 6.5. Liquet, Moka, Nazarathy, Mathematical
Engineering of Deep Learning, chapter 8.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def q_learning_update(Q: Array, s: int, a: int, r: float, s2: int, done: bool, alpha: float, gamma: float) -> Array:
    """Return the table after one step.

    Parameters
    ----------
    Q : (S, A) float64
        Estimated values of actions.
    s, a : int
        State and action.
    r : float
        Reward of the step.
    s2 : int
        The state that followed.
    done : bool
        Whether the episode ended with this step.
    alpha : float
        Which part of the way to the target is gone, 0 < alpha ≤ 1.
    gamma : float
        Discount, 0 ≤ gamma ≤ 1.

    Returns
    -------
    Q_new : (S, A) float64

    Examples
    --------
    The best in state 1 is believed to be 4. With gamma = 0.5 the target is 1 + 2 = 3; half of the way from 2 is 2.5.

    >>> Q = np.array([[2.0, 0.0], [4.0, -1.0]])
    >>> q_learning_update(Q, 0, 0, 1.0, 1, False, 0.5, 0.5).tolist()
    [[2.5, 0.0], [4.0, -1.0]]

    If that was the end, the target is 1:

    >>> q_learning_update(Q, 0, 0, 1.0, 1, True, 0.5, 0.5).tolist()
    [[1.5, 0.0], [4.0, -1.0]]
    """
    raise NotImplementedError

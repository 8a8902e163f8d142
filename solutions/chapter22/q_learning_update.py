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
    ### BEGIN SOLUTION
    target = r if done else r + gamma * np.max(Q[s2])
    Q_new = Q.copy()
    Q_new[s, a] += alpha * (target - Q[s, a])
    return Q_new
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Bellman's equation, sampled.** The best values obey Q*[s, a] = Σ_s2 P[s, a, s2] (R[s, a, s2] + gamma max_b Q*[s2,
   b]). Nobody knows P, but the world has just drawn an s2 from it: the target is one sample of the right-hand side,
   with the table in place of Q*.

2. **A moving average.** Q′ = (1 − alpha) Q + alpha target. A single target is noisy, so one goes only a part of the
   way. With alpha = 1 the table forgets, with a small alpha it averages over about 1/alpha targets. Where the world is
   drawn at random, a constant alpha never lets the noise die out: for convergence, alpha has to fall. Where nothing is
   left to chance, any alpha does.

3. **The error in brackets**, target − Q[s, a], is called the temporal difference: zero on average if the table is
   right. Q[s, a] is subtracted inside: alpha · target alone, added on top, would grow without end.

4. **Off-policy.** The maximum asks what the best action would bring, whichever is taken next. So one may act as one
   likes, if only every action is tried in every state again and again.

5. **The end.** If done, there is no next state. Its row of the table is never updated, and often it is 0, since the
   table began so: then the mistake of adding it does not show. With a table that begins at other values, it does.

6. **Converging.** Two states, going round: action 0 stays and gives 0, action 1 changes the state and gives 1. The best
   is to change each time: with gamma = 0.5 it is worth 1/(1 − 0.5) = 2, and staying 0.5 · 2 = 1.

>>> Q = np.zeros((2, 2))
>>> for _ in range(60):
...     for s in range(2):
...         for a in range(2):
...             s2 = 1 - s if a == 1 else s
...             Q = q_learning_update(Q, s, a, float(a), s2, False, 0.8, 0.5)
>>> Q.round(6).tolist()
[[1.0, 2.0], [1.0, 2.0]]
"""
### END EXPLANATION

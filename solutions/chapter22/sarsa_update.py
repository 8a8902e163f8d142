"""One update of SARSA.

SARSA learns what its own policy is worth, exploring included. In state s the agent took action a, got the reward r,
came to s2, and has already chosen what it will do there: a2. These five, s, a, r, s2, a2, gave the method its name. By
the table Q (S, A), the step should be worth

    target = r + gamma Q[s2, a2],        or just r, if the episode is over (done),

and Q[s, a] moves there, by a part alpha of the way:

    Q′[s, a] = Q[s, a] + alpha (target − Q[s, a]).

Return the new table Q′.

* All other entries stay as they are, and so does the table that was handed over: return a new one.
* If done, nothing comes after: then a2 is some action that is never taken, and Q[s2, a2] does not count.
* It is the action a2 that counts, good or bad: no maximum, and no mean over actions.

References
----------
Rummery, Niranjan, On-Line Q-Learning Using Connectionist Systems (1994). Sutton, Barto, Reinforcement Learning, 6.4.
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 11.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sarsa_update(Q: Array, s: int, a: int, r: float, s2: int, a2: int, done: bool, alpha: float, gamma: float) -> Array:
    """Return the table after one step.

    Parameters
    ----------
    Q : (S, A) float64
        Estimated values of actions.
    s, a : int
        State and action.
    r : float
        Reward of the step.
    s2, a2 : int
        The state that followed, and the action that is taken there.
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
    In state 1, action 1 is next, which is believed to be worth −1. With gamma = 0.5 the target is 1 − 0.5 = 0.5, and
    half of the way from 2 is 1.25.

    >>> Q = np.array([[2.0, 0.0], [4.0, -1.0]])
    >>> sarsa_update(Q, 0, 0, 1.0, 1, 1, False, 0.5, 0.5).tolist()
    [[1.25, 0.0], [4.0, -1.0]]

    If that was the end, the target is 1:

    >>> sarsa_update(Q, 0, 0, 1.0, 1, 1, True, 0.5, 0.5).tolist()
    [[1.5, 0.0], [4.0, -1.0]]
    """
    ### BEGIN SOLUTION
    target = r if done else r + gamma * Q[s2, a2]
    Q_new = Q.copy()
    Q_new[s, a] += alpha * (target - Q[s, a])
    return Q_new
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The equation behind it.** The value of taking a in s, and of following a policy pi from then on, obeys

       Q[s, a] = Σ_s2 P[s, a, s2] (R[s, a, s2] + gamma Σ_b pi[s2, b] Q[s2, b]).

   The world draws s2, and the policy draws a2: so r + gamma Q[s2, a2] is one sample of the right-hand side.

2. **On-policy.** Since a2 is what the agent really does, the table learns what its own policy is worth, with its
   exploring. Q-learning puts the best action in the place of a2, and learns what would be best without it.

3. **Where they differ.** Beside a cliff, the shortest way is the best, for those who never stumble. Who explores does,
   now and then. SARSA's values near the edge contain the falls, so it learns to walk further away. They agree where a2
   is the best action.

>>> Q = np.array([[0.0, 0.0], [10.0, -100.0]])
>>> round(float(sarsa_update(Q, 0, 0, -1.0, 1, 1, False, 0.1, 1.0)[0, 0]), 9)  # it will fall
-10.1
>>> round(float(sarsa_update(Q, 0, 0, -1.0, 1, 0, False, 0.1, 1.0)[0, 0]), 9)  # it will not
0.9

4. **On average over a2** the target is r + gamma Σ_b pi[s2, b] Q[s2, b]: expected SARSA takes this mean itself. It is
   less noisy, needs to know pi, and is another method.

5. **The order of things.** a2 has to be chosen before the update, and then really be taken. Who chooses again after the
   update follows another policy than the one that was learned from.
"""
### END EXPLANATION

"""Policy iteration.

Value iteration comes nearer to the best values, and never quite gets there. Policy iteration gets there, in a few
steps: from any policy on, it

1. evaluates: solves for the value V of the policy, V[s] = Σ_s2 P[s, a, s2] (R[s, a, s2] + gamma V[s2]) with a =
   policy[s];
2. improves: looks in each state whether some action is better than the policy's,

       Q[s, a] = Σ_s2 P[s, a, s2] (R[s, a, s2] + gamma V[s2]),

   and takes the best one there. If no state has a better one, the policy is the best there is, and it ends.

Return V and the policy: of the best policy, and its value.

* An action stays unless another one is better by more than 1e-10. Two actions that are equally good differ by rounding,
  once in this direction and once in the other, and a policy that follows each difference may never come to rest.
* Where several policies are the best, any of them is right: a policy is judged by its value.
* V is the value of the policy that is returned, to seven digits: solve the linear system, or iterate to the end.
* Where to begin is up to you. A terminal state is one that is never left, P[s, a, s] = 1, and gives no more reward.
* 0 ≤ gamma < 1; any other gamma raises ValueError.

References
----------
Howard, Dynamic Programming and Markov Processes (1960). Sutton, Barto, Reinforcement Learning, 4.3. Puterman, Markov
Decision Processes, 6.4. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 8.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Actions = NDArray[np.int64]


def policy_iteration(P: Array, R: Array, gamma: float) -> tuple[Array, Actions]:
    """Return the best value of each state, and a policy that attains it.

    Parameters
    ----------
    P : (S, A, S) float64
        P[s, a, s2] is the probability of s2 after a in s; sums over s2 are 1.
    R : (S, A, S) float64
        R[s, a, s2] is the reward of that step.
    gamma : float
        Discount, 0 ≤ gamma < 1.

    Returns
    -------
    V : (S,) float64
    policy : (S,) int

    Raises
    ------
    ValueError
        If gamma is below 0, or not below 1.

    Examples
    --------
    In state 0, action 0 stays there and gives 1 each time: worth 1 / (1 − gamma). Action 1 gives 3, once, and that is
    the end. For gamma = 0.5, the 3 are better than 2; for gamma = 0.75, it pays to stay.

    >>> P = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]])
    >>> R = np.array([[[1.0, 0.0], [0.0, 3.0]], [[0.0, 0.0], [0.0, 0.0]]])
    >>> V, policy = policy_iteration(P, R, 0.5)
    >>> V.round(6).tolist(), int(policy[0])
    ([3.0, 0.0], 1)
    >>> V, policy = policy_iteration(P, R, 0.75)
    >>> V.round(6).tolist(), int(policy[0])
    ([4.0, 0.0], 0)
    """
    raise NotImplementedError

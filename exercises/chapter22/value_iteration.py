"""Value iteration.

What is the best that can be got out of a Markov decision process? The best value V*[s] of a state is that of its best
action, if one goes on in the best way; that is Bellman's equation of optimality,

    Q[s, a] = Σ_s2 P[s, a, s2] (R[s, a, s2] + gamma V[s2]),    V[s] = max_a Q[s, a].

Call the right-hand side (T V)[s] = max_a Q[s, a]. Whoever applies T again and again, from anywhere, comes nearer to V*
by the factor gamma each time. Return a V that solves the equation up to tol,

    max_s |(T V)[s] − V[s]| < tol,

and a policy that is greedy for this very V: policy[s] is an action with the largest Q[s, a].

* The bound holds in every single state, and it is absolute. Where the iteration begins, and whether states are updated
  together or one after the other, is up to you.
* Where several actions have the same Q (but for rounding), any of them is right: a policy is judged by its value.
* The policy belongs to the V that is returned, also where tol is so coarse that the last sweep still changes it.
* A terminal state is one that is never left, P[s, a, s] = 1, and gives no more reward. It needs no case of its own.
* 0 ≤ gamma < 1; any other gamma raises ValueError. tol is above 0 and above what rounding allows.

References
----------
Sutton, Barto, Reinforcement Learning, 4.4. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter
8. Puterman, Markov Decision Processes, 6.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Actions = NDArray[np.int64]


def value_iteration(P: Array, R: Array, gamma: float, tol: float = 1e-8) -> tuple[Array, Actions]:
    """Return the best value of each state, and a policy that attains it.

    Parameters
    ----------
    P : (S, A, S) float64
        P[s, a, s2] is the probability of s2 after a in s; sums over s2 are 1.
    R : (S, A, S) float64
        R[s, a, s2] is the reward of that step.
    gamma : float
        Discount, 0 ≤ gamma < 1.
    tol : float
        Bellman's equation of optimality holds up to this error, in each state.

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
    >>> V, policy = value_iteration(P, R, 0.5)
    >>> V.round(6).tolist(), int(policy[0])
    ([3.0, 0.0], 1)
    >>> V, policy = value_iteration(P, R, 0.75)
    >>> V.round(6).tolist(), int(policy[0])
    ([4.0, 0.0], 0)
    """
    raise NotImplementedError

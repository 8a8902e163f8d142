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
    ### BEGIN SOLUTION
    if not 0.0 <= gamma < 1.0:
        raise ValueError(f"gamma is {gamma}: from 0 to below 1 is needed, or values are infinite")
    r = np.sum(P * R, axis=2)
    V = np.zeros(len(P))
    for _ in range(int(40 / (1 - gamma))):  # gamma^k ≤ exp(−40): all that is left is rounding, below any tol
        V = np.max(r + gamma * P @ V, axis=1)
    return V, np.argmax(r + gamma * P @ V, axis=1)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why the best goes on in the best way.** After the first step, the world only knows the state s2. So what comes then
   is best if it is the best from s2 on, whatever came before; what is left to choose is the first action.

2. **A contraction.** Two maxima are never further apart than what they are taken over:

       |max_a Q[s, a] − max_a Q′[s, a]| ≤ max_a |Q[s, a] − Q′[s, a]| = gamma max_a |Σ_s2 P[s, a, s2] (V − V′)[s2]|
                                        ≤ gamma max_s2 |V[s2] − V′[s2]|.

   So there is one fixed point, V*, and V ← T V comes nearer to it by gamma each time. The max does not spoil the proof;
   but it makes the equation one that no linear system solves.

3. **When to stop.** Mostly one looks how far a sweep has moved, for T V − V is what is to be small; then |V − V*| is at
   most tol/(1 − gamma), as for the value of a policy. Our solution knows beforehand: k sweeps make the first error
   smaller by gamma^k ≤ exp(−k (1 − gamma)), so 40/(1 − gamma) sweeps leave nothing of it but rounding. That no action
   has changed in a sweep says nothing: the values may be far from settled, and a later sweep brings news from further
   away. Rewards travel one step a sweep:

>>> P = np.zeros((4, 1, 4))
>>> for s in range(4):
...     P[s, 0, min(s + 1, 3)] = 1.0
>>> R = np.zeros((4, 1, 4))
>>> R[2, 0, 3] = 8.0
>>> V, seen = np.zeros(4), []
>>> for _ in range(3):
...     V = np.sum(P * (R + 0.5 * V), axis=2).max(axis=1)
...     seen.append(V.tolist())
>>> seen
[[0.0, 0.0, 8.0, 0.0], [0.0, 4.0, 8.0, 0.0], [2.0, 4.0, 8.0, 0.0]]

4. **What a greedy policy is worth.** If V is off by at most e = tol/(1 − gamma), the greedy policy for V loses at most
   2 gamma e/(1 − gamma) against the best one. There are finitely many policies, so from some sweep on it is the best
   itself, though V is never quite V*.

5. **Greedy means one step ahead.** Q has the reward of this step and, discounted, the value of the next state. Who
   looks at rewards alone takes what is near; who forgets gamma there (or takes it twice) chooses for another world.

6. **The policy of which V?** With Q = r + gamma P V at hand, V and argmax Q belong together, and so do T V and the
   argmax for T V, which needs a new Q. If one returns T V with the old Q's argmax, that is the policy of the sweep
   before; with a small tol nobody notices.

>>> r, P = np.array([[0.5, 0.0], [0.0, 2.0]]), np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]])
>>> V = np.zeros(2)
>>> for _ in range(2):
...     Q = r + 0.9 * P @ V
...     V = Q.max(axis=1)
...     print(Q.argmax(axis=1).tolist())
[0, 1]
[1, 1]
"""
### END EXPLANATION

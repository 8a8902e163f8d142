"""The value of a policy.

In a Markov decision process an agent in state s chooses action a; the world answers with a new state s2, with the
probability P[s, a, s2], and with the reward R[s, a, s2]. A policy pi chooses a in s with the probability pi[s, a]. How
good is it? Its value V[s] is the expected discounted return from s on, and obeys Bellman's equation

    V[s] = Σ_a pi[s, a] Σ_s2 P[s, a, s2] (R[s, a, s2] + gamma V[s2]).

Call the right-hand side (T V)[s]. Return a V that solves the equation up to tol:

    max_s |(T V)[s] − V[s]| < tol.

* How you find it is up to you: apply T again and again, or solve the linear system.
* The bound holds in every single state, and it is absolute. V may then still be off by up to tol/(1 − gamma).
* A terminal state is one that is never left, P[s, a, s] = 1, and gives no more reward. It needs no case of its own.
* 0 ≤ gamma < 1; any other gamma raises ValueError. tol is above 0 and above what rounding allows.

References
----------
Sutton, Barto, Reinforcement Learning, 4.1. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter
8. Puterman, Markov Decision Processes, 6.1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def policy_evaluation(P: Array, R: Array, pi: Array, gamma: float, tol: float = 1e-8) -> Array:
    """Return the expected discounted return of a policy from each state.

    Parameters
    ----------
    P : (S, A, S) float64
        P[s, a, s2] is the probability of s2 after a in s; sums over s2 are 1.
    R : (S, A, S) float64
        R[s, a, s2] is the reward of that step.
    pi : (S, A) float64
        The policy: each row holds probabilities that sum to 1.
    gamma : float
        Discount, 0 ≤ gamma < 1.
    tol : float
        Bellman's equation holds up to this error, in each state.

    Returns
    -------
    V : (S,) float64

    Raises
    ------
    ValueError
        If gamma is below 0, or not below 1.

    Examples
    --------
    In state 0, one action stays there and gives 1, the other ends in state 1 and gives 3. Each is chosen half of the
    time: V[0] = ½ (1 + 0.5 V[0]) + ½ · 3, so V[0] = 2 / 0.75.

    >>> P = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]])
    >>> R = np.array([[[1.0, 0.0], [0.0, 3.0]], [[0.0, 0.0], [0.0, 0.0]]])
    >>> policy_evaluation(P, R, np.array([[0.5, 0.5], [0.5, 0.5]]), 0.5).round(6).tolist()
    [2.666667, 0.0]
    """
    raise NotImplementedError

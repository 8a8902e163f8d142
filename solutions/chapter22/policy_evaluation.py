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
    ### BEGIN SOLUTION
    if not 0.0 <= gamma < 1.0:
        raise ValueError(f"gamma is {gamma}: from 0 to below 1 is needed, or values are infinite")
    P_pi = np.einsum("sa,sax->sx", pi, P)
    r_pi = np.einsum("sa,sax,sax->s", pi, P, R)
    V: Array = np.linalg.solve(np.eye(len(P)) - gamma * P_pi, r_pi)  # leaves rounding alone, which is below any tol
    return V
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Averaged over actions**, the world under pi is a chain: from s to s2 with P_pi[s, s2] = Σ_a pi[s, a] P[s, a, s2],
   and a step in s gives r_pi[s] = Σ_a pi[s, a] Σ_s2 P[s, a, s2] R[s, a, s2] on average. Both weights belong to the
   reward: how likely the action is, and how likely it leads there. Bellman's equation becomes V = r_pi + gamma P_pi V.

2. **A linear system.** (I − gamma P_pi) V = r_pi: that is our solution, and it meets any tol. It has exactly one
   solution: rows of P_pi sum to 1, so no eigenvalue of gamma P_pi is longer than gamma < 1, and 1 is none.

>>> P_pi, r_pi = np.array([[0.5, 0.5], [0.0, 1.0]]), np.array([2.0, 0.0])
>>> np.linalg.solve(np.eye(2) - 0.5 * P_pi, r_pi).round(6).tolist()
[2.666667, 0.0]

3. **Or by iteration.** T is a contraction in the largest modulus:

       max_s |(T V)[s] − (T U)[s]| = gamma max_s |Σ_s2 P_pi[s, s2] (V[s2] − U[s2])| ≤ gamma max_s |V[s] − U[s]|,

   since an average is never larger than the largest. So V ← T V comes nearer to the solution by gamma each time, from
   wherever it began; where S is large, that is cheaper than S³/3 products. In the example, half of the time the agent
   stays, so it is even gamma/2:

>>> V, seen = np.zeros(2), []
>>> for _ in range(4):
...     V = r_pi + 0.5 * P_pi @ V
...     seen.append(float(V[0]))
>>> seen
[2.0, 2.5, 2.625, 2.65625]

4. **When to stop.** What moves by less than tol, T V − V, is the residual. After one more step it is at most
   gamma · tol: both V and T V may be returned. The error is larger: V* − V = (T V* − T V) + (T V − V), so
   max |V* − V| ≤ gamma max |V* − V| + tol, and max |V* − V| ≤ tol/(1 − gamma). With gamma = 0.99 that is 100 tol.

5. **The largest change, not the mean.** If one state of 40 still moves by 1e-5 and the others rest, the mean change is
   2.5e-7. The contraction is one of the maximum, so it is the maximum that has to be small.

6. **Terminal states** obey V[s] = 0 + gamma V[s], so V[s] = 0, without being told. With gamma = 1, any number would do:
   the system is singular, and that is why gamma = 1 is refused.
"""
### END EXPLANATION

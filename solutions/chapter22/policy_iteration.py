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
    ### BEGIN SOLUTION
    if not 0.0 <= gamma < 1.0:
        raise ValueError(f"gamma is {gamma}: from 0 to below 1 is needed, or values are infinite")
    S, A = P.shape[:2]
    r, s = np.sum(P * R, axis=2), np.arange(S)
    policy = np.zeros(S, dtype=np.int64)
    for _ in range(A**S):  # there are no more policies, and none of them comes twice
        V = np.linalg.solve(np.eye(S) - gamma * P[s, policy], r[s, policy])
        Q = r + gamma * P @ V
        better = Q.max(axis=1) > Q[s, policy] + 1e-10
        if not np.any(better):
            break
        policy = np.where(better, Q.argmax(axis=1), policy)
    return V, policy
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Each round is better in every state.** Let V be the value of the policy, and let the new policy be at least as good
   in one step: r′ + gamma P′ V ≥ V in each state, where primes are those of the new policy. Its value V′ obeys V′ = r′
   + gamma P′ V′, so

       V′ − V = (r′ + gamma P′ V − V) + gamma P′ (V′ − V) = (I − gamma P′)⁻¹ (r′ + gamma P′ V − V).

   (I − gamma P′)⁻¹ = I + gamma P′ + gamma² P′² + … has no negative entries. So V′ ≥ V, and V′ > V where an action was
   really better.

2. **It ends.** There are A^S policies. Each round is strictly better than the one before, so none comes twice. In
   practice it takes a handful of rounds, whatever gamma is.

3. **It ends at the best.** If no action is better, V[s] = max_a Q[s, a] in all states: that is Bellman's equation of
   optimality, and it has one solution.

4. **Where equal actions differ.** Take rewards R[s, a, s2] = f(s) − gamma f(s2), for any f. Then every policy has the
   value V = f, for f(s) = f(s) − gamma f(s2) + gamma f(s2): all actions are equally good, and Q differs by rounding
   alone. An argmax then follows noise, the next policy's V has noise of its own, and so on, for ever. With an action
   that stays unless another is better by more than 1e-10, it ends at once:

>>> rng, f = np.random.default_rng(0), np.array([1.0, -2.0, 0.5])
>>> P = rng.dirichlet(np.ones(3), size=(3, 4))
>>> R = np.broadcast_to(f[:, None, None] - 0.9 * f, (3, 4, 3))
>>> V, policy = policy_iteration(P, R, 0.9)
>>> V.round(9).tolist()
[1.0, -2.0, 0.5]

5. **Against value iteration.** A round costs S³/3 products for the system, where a sweep costs S² A. But the number of
   sweeps grows like 1/(1 − gamma), and that of rounds hardly. In between lies modified policy iteration: some sweeps
   with the policy held fixed, in place of the system. Who does that has to iterate to the end before V is returned.

6. **V and the policy belong together.** When the last improvement changes nothing, V is the value of this policy. Who
   stops after a fixed number of rounds returns a policy and the value of the one before.
"""
### END EXPLANATION

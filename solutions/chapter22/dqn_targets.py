"""Targets of a deep Q-network, and of a double one.

If there are too many states for a table, a network tells the values of all A actions in a state. It is trained on
batches of remembered steps; for each of them, it is to come nearer to a target, which a second network tells: the
target network, an older copy that stands still in between. With its values q_next[i] for the state that followed on
step i,

    y[i] = r[i] + gamma max_a q_next[i, a],        or just r[i], if done[i].

The maximum of noisy values is too large on average. The double network takes the choice and the judgement apart: the
network in training chooses, and the target network says what that choice is worth. If its values q_next_online are
given,

    y[i] = r[i] + gamma q_next[i, a*],    a* = argmax_a q_next_online[i, a],        or just r[i], if done[i].

Return the targets y.

* Each step of the batch is by itself: rows of q_next belong to steps, columns to actions.
* done is an array of bools. If done[i], row i of the networks' values does not count.
* Of several actions that are the best for q_next_online, the first is chosen.

References
----------
Mnih et al., Human-level control through deep reinforcement learning (2015). Van Hasselt, Guez, Silver, Deep
Reinforcement Learning with Double Q-learning (2016). Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras,
chapter 11.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def dqn_targets(
    r: Array, done: NDArray[np.bool_], q_next: Array, gamma: float, q_next_online: Array | None = None
) -> Array:
    """Return the targets of a batch of steps.

    Parameters
    ----------
    r : (B,) float64
        Rewards.
    done : (B,) bool
        Whether an episode ended with the step.
    q_next : (B, A) float64
        Values of the actions in the next states, by the target network.
    gamma : float
        Discount, 0 ≤ gamma ≤ 1.
    q_next_online : (B, A) float64, optional
        The same by the network in training. If given, the targets are those of the double network.

    Returns
    -------
    y : (B,) float64

    Examples
    --------
    >>> r, done = np.array([1.0, 1.0]), np.array([False, True])
    >>> q_next = np.array([[2.0, 6.0], [8.0, 4.0]])
    >>> dqn_targets(r, done, q_next, 0.5).tolist()
    [4.0, 1.0]

    The network in training prefers action 0, which the target network believes to be worth 2:

    >>> dqn_targets(r, done, q_next, 0.5, np.array([[5.0, 3.0], [0.0, 0.0]])).tolist()
    [2.0, 1.0]
    """
    ### BEGIN SOLUTION
    chooses = q_next if q_next_online is None else q_next_online
    best = np.argmax(chooses, axis=1)
    return np.where(done, r, r + gamma * q_next[np.arange(len(r)), best])
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Q-learning, a batch at a time.** Each row is the target of one update of Q-learning: r + gamma max_a Q[s2, a], and
   r at the end of an episode. The network is then trained to come nearer to y, with y held fixed.

2. **One choice, two networks.** max_a q[i, a] = q[i, argmax_a q[i, a]]: choosing and judging. If both are done by one
   network, an action is chosen because its value is too high, and then judged by that same value:

       E max_a (Q[a] + noise[a]) ≥ max_a E (Q[a] + noise[a]) = max_a Q[a].

   If all actions are worth 0, and their values have noise of deviation 1, the maximum of four is 1.03 on average. A
   second network with noise of its own judges the choice without bias: 0 on average.

>>> rng = np.random.default_rng(0)
>>> r, done = np.zeros(100000), np.zeros(100000, dtype=bool)
>>> one, other = rng.normal(size=(2, 100000, 4))
>>> for y in (dqn_targets(r, done, one, 1.0), dqn_targets(r, done, one, 1.0, other)):
...     print(abs(round(float(y.mean()), 1)))
1.0
0.0

3. **Which of the two judges.** In a double network, the online network chooses and the target network judges. The other
   way round, the network in training would be compared with itself.

4. **Row by row.** q_next[i, a*[i]] for all i at once is q_next[np.arange(B), best]. With q_next[:, best] one gets a
   square of B × B numbers.

5. **done as bools.** np.where(done, r, …) takes the one or the other. As a factor, 1 − done works as well, and −done
   does not: NumPy refuses to change the sign of bools; ~done is what is meant.
"""
### END EXPLANATION

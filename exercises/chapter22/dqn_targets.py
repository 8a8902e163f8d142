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
    raise NotImplementedError

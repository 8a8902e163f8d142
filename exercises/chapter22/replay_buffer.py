"""A replay buffer.

Steps that follow on one another are alike, and a network that is trained on them one after the other forgets what it
knew. So what was experienced is stored, and minibatches are drawn from it at random. A buffer holds the last `capacity`
steps; when it is full, a new one takes the place of the oldest.

* add(s, a, r, s2, done) stores a step: s and s2 are arrays of one shape, a is an int, r a float, done a bool. What the
  caller does to s and s2 afterwards must not change what is stored: many environments write each state into the same
  array.
* len(buffer) is the number of steps that are stored.
* sample(batch) draws `batch` different steps, all equally likely, and returns five arrays: states (batch, …), actions
  (batch,), rewards (batch,), next states (batch, …), and done (batch,) of bools; row i of all five belongs to one step.
* So that two right answers draw alike, the draw is settled: steps are numbered by age, 0 is the oldest that is stored,
  len(buffer) − 1 the newest. rng.choice(len(buffer), batch, replace=False) gives the numbers, in the order of the rows,
  and nothing else is drawn.
* If fewer than `batch` steps are stored, sample raises ValueError.

References
----------
Lin, Self-improving reactive agents based on reinforcement learning, planning and teaching (1992). Mnih et al.,
Human-level control through deep reinforcement learning (2015). Kapoor, Gulli, Pal, Deep Learning with TensorFlow and
Keras, chapter 11.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Batch = tuple[Array, NDArray[np.int64], Array, Array, NDArray[np.bool_]]


class ReplayBuffer:
    """The last steps of an agent, from which minibatches are drawn.

    Parameters
    ----------
    capacity : int
        How many steps are kept, at least 1.
    rng : numpy.random.Generator
        From which minibatches are drawn.

    Examples
    --------
    Of three steps, the first is forgotten:

    >>> buffer = ReplayBuffer(2, np.random.default_rng(0))
    >>> for k in range(3):
    ...     buffer.add(np.array([0.0, k]), k, 10.0 * k, np.array([1.0, k]), k == 2)
    >>> len(buffer)
    2
    >>> states, actions, rewards, next_states, done = buffer.sample(2)
    >>> sorted(actions.tolist()), sorted(rewards.tolist()), states.shape
    ([1, 2], [10.0, 20.0], (2, 2))
    """

    def __init__(self, capacity: int, rng: np.random.Generator) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        """Return how many steps are stored."""
        raise NotImplementedError

    def add(self, s: Array, a: int, r: float, s2: Array, done: bool) -> None:
        """Store a step; if the buffer is full, the oldest is forgotten."""
        raise NotImplementedError

    def sample(self, batch: int) -> Batch:
        """Return `batch` different steps, drawn at random, as five arrays.

        Raises
        ------
        ValueError
            If fewer are stored.
        """
        raise NotImplementedError

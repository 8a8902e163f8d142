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
        ### BEGIN SOLUTION
        self._rng = rng
        self._steps: deque[tuple[Array, int, float, Array, bool]] = deque(maxlen=capacity)
        ### END SOLUTION

    def __len__(self) -> int:
        """Return how many steps are stored."""
        ### BEGIN SOLUTION
        return len(self._steps)
        ### END SOLUTION

    def add(self, s: Array, a: int, r: float, s2: Array, done: bool) -> None:
        """Store a step; if the buffer is full, the oldest is forgotten."""
        ### BEGIN SOLUTION
        self._steps.append((s.copy(), a, r, s2.copy(), done))
        ### END SOLUTION

    def sample(self, batch: int) -> Batch:
        """Return `batch` different steps, drawn at random, as five arrays.

        Raises
        ------
        ValueError
            If fewer are stored.
        """
        ### BEGIN SOLUTION
        drawn = self._rng.choice(len(self._steps), batch, replace=False)  # raises ValueError if they are too few
        s, a, r, s2, done = zip(*(self._steps[i] for i in drawn), strict=True)
        return np.array(s), np.array(a), np.array(r), np.array(s2), np.array(done)
        ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why at random.** Gradients of stochastic descent should be those of independent samples. Neighbours on a path are
   far from that; steps from all over the last hours are nearly so. And a step is used several times, not once.

2. **First in, first out.** A queue with a largest length does what is asked for: what is appended at one end pushes out
   what is at the other. In an array, the same is a ring: step k goes to place k mod capacity, and the oldest stands at
   place k mod capacity, too, once it is full. Who numbers places of the array, and not ages, draws other steps from the
   same numbers.

>>> from collections import deque
>>> queue = deque(maxlen=3)
>>> ring = [None] * 3
>>> for k in range(5):
...     queue.append(k)
...     ring[k % 3] = k
>>> list(queue), ring, [ring[(5 + i) % 3] for i in range(3)]
([2, 3, 4], [3, 4, 2], [2, 3, 4])

3. **Copies.** A name is no copy. If the environment writes each new state into the same array, and only names are
   stored, all states of the buffer are the last one.

>>> state, names, copies = np.zeros(1), [], []
>>> for k in range(3):
...     state[0] = k
...     names.append(state)
...     copies.append(state.copy())
>>> [float(x[0]) for x in names], [float(x[0]) for x in copies]
([2.0, 2.0, 2.0], [0.0, 1.0, 2.0])

4. **Without replacement**, no step comes twice in a minibatch. Each of the n that are stored is in it with the
   probability batch/n. With replacement that would hold on average only; where the buffer is large, nobody sees the
   difference.

5. **As long as it is not full**, draw among what is there: of the places that are still empty there is nothing to
   learn.
"""
### END EXPLANATION

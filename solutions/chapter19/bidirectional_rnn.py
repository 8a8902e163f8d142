"""A recurrent network in both directions.

A network that reads from front to back knows, at each place, only what came before. Where the whole sequence is there,
a second one can read it from back to front, and the two are put side by side: at each place one has read all up to it,
and the other all from it on.

Two functions are handed over, `fwd` and `bwd`. Each takes sequences (N, T, D) and returns states (N, T, K), one for
each input, and each reads from front to back: what it returns at place t depends on its inputs 0 to t. So bwd is to be
given the sequences turned round in time; and its states, which come in the order in which it read, are turned round
again, so that at place t stands the state after it has read X[:, T−1], …, X[:, t].

Return (N, T, 2K): at each place first the K numbers of fwd, then the K numbers of bwd. All sequences have the same
length; there is nothing to be filled up.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (bidirectional recurrent networks).
Schuster, Paliwal, Bidirectional Recurrent Neural Networks (1997).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bidirectional_rnn(X: Array, fwd: Callable[[Array], Array], bwd: Callable[[Array], Array]) -> Array:
    """Return the states of both directions, side by side.

    Parameters
    ----------
    X : (N, T, D)
    fwd, bwd : callable
        (N, T, D) → (N, T, K), each reading from front to back.

    Returns
    -------
    H : (N, T, 2K)

    Examples
    --------
    Two "networks" that add up what they have read: so far, and still to come.

    >>> add_up = lambda X: np.cumsum(X, axis=1)
    >>> bidirectional_rnn(np.array([[[1.0], [2.0], [4.0]]]), add_up, add_up).tolist()
    [[[1.0, 7.0], [3.0, 6.0], [7.0, 4.0]]]
    """
    ### BEGIN SOLUTION
    return np.concatenate([fwd(X), bwd(X[:, ::-1])[:, ::-1]], axis=2)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Turn round, read, turn round.** Let R turn sequences round in time. bwd reads R X, and its state number s belongs
   to the input at place T − 1 − s. R of its states puts each where its input stands: R bwd(R X).

2. **Axis 1 is time.** X[:, ::-1] turns time; X[::-1] would exchange the samples, and X[:, :, ::-1] the features.

>>> X = np.array([[[1.0], [2.0], [4.0]]])
>>> np.cumsum(X[:, ::-1], axis=1).ravel().tolist()  # as bwd reads: 4, 4 + 2, 4 + 2 + 1
[4.0, 6.0, 7.0]
>>> np.cumsum(X[:, ::-1], axis=1)[:, ::-1].ravel().tolist()  # where the inputs stand
[7.0, 6.0, 4.0]

3. **Side by side** means along the features, axis 2. Along time there would be 2T places.

4. **What a place knows.** In the first half of H, what comes later changes nothing; in the second half, what came
   before changes nothing. Together each place knows all: so this can't be used to foretell what comes next.

5. **A symmetry.** Turn the sequence round and exchange the two networks: H is turned round, and its halves change
   places.

>>> add_up, last = lambda X: np.cumsum(X, axis=1), lambda X: 10.0 * X
>>> H = bidirectional_rnn(X, add_up, last)
>>> mirrored = bidirectional_rnn(X[:, ::-1], last, add_up)[:, ::-1, ::-1]
>>> H.tolist() == mirrored.tolist()
True
"""
### END EXPLANATION

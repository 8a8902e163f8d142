"""What may be seen: masks for attention.

Two reasons to hide something. A model that is to say the next token must not look at it: at step t it may see the steps
up to t, itself included, and no later one. And sequences of unequal lengths stand in one array, filled up behind: what
was filled up is no part of any sequence.

Write both as bools, True = may be seen.

* causal_mask(T): (T, T). Row t is a query, column s a key: entry [t, s] is True for s ≤ t.
* padding_mask(lengths, T): (N, T). Sequence n has lengths[n] steps, 0 ≤ lengths[n] ≤ T: they stand at 0, 1, …,
  lengths[n] − 1. Entry [n, t] is True for these.

To use both at once, and them: causal_mask(T) & padding_mask(lengths, T)[:, None, :] is (N, T, T).

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Vaswani et al., Attention Is All You Need
(2017), 3.2.3.
"""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Lengths = NDArray[np.int64]


def causal_mask(T: int) -> Mask:
    """Return which steps each step may see.

    Parameters
    ----------
    T : int
        ≥ 1, number of steps.

    Returns
    -------
    mask : (T, T) bool
        Rows are queries, columns are keys.

    Examples
    --------
    >>> causal_mask(3).tolist()
    [[True, False, False], [True, True, False], [True, True, True]]
    """
    ### BEGIN SOLUTION
    steps = np.arange(T)
    return steps[:, None] >= steps
    ### END SOLUTION


def padding_mask(lengths: Lengths, T: int) -> Mask:
    """Return which steps belong to their sequence.

    Parameters
    ----------
    lengths : (N,) int
        From 0 to T.
    T : int
        ≥ 1, number of steps in the array.

    Returns
    -------
    mask : (N, T) bool

    Examples
    --------
    >>> padding_mask(np.array([2, 0]), 3).tolist()
    [[True, True, False], [False, False, False]]
    """
    ### BEGIN SOLUTION
    return np.arange(T) < lengths[:, None]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A comparison of a column with a row** compares each with each: `steps[:, None] >= steps` has the query in its row
   and the key in its column. The other way round it is the transpose, which shows a step the future and hides the
   past.

2. **The diagonal.** A step sees itself: what comes out at t is to say what comes at t + 1. Without the diagonal the
   first step would see nothing.

3. **Why this is enough.** Y[t] is a mean over what t may see. If something changes at s > t, it changes Y from s
   on, and no Y before: one pass trains on all T beginnings of a sequence at once.

4. **Lengths.** Steps count from 0, so a sequence of length ℓ ends at ℓ − 1: t < ℓ, not ≤. One of length 0 has no step
   at all; a query that may see nothing gets 0 from attention.

Both together, for two sequences of 2 and 1 steps: the third step sees two, and one.

>>> both = causal_mask(3) & padding_mask(np.array([2, 1]), 3)[:, None, :]
>>> both.sum(axis=2).tolist()
[[1, 2, 2], [1, 1, 1]]
"""
### END EXPLANATION

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
    raise NotImplementedError


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
    raise NotImplementedError

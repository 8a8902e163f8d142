"""Backpropagation through time, truncated.

A recurrent network read N sequences X (N, T, D), from the states h0 (N, K) on:

    h_t = tanh(x_t Wx + h_{t−1} Wh + b),    t = 1, …, T.

Each step is a cell: cell t makes h_t out of x_t and h_{t−1}. Backpropagation leads what each state hears directly,
dH[:, t], back through all cells before it. In long sequences that is dear, and what comes from far away vanishes, or
explodes. So it is cut off: **what h_t hears passes through the cells t, t − 1, …, t − k + 1, k in all, and no
further.** Each state's dH has a window of its own, of the last k cells. The way forward is not cut.

What passes through a cell counts for its input, and for Wx, Wh and b as they are used there. What arrives in front of
cell 1, after k cells at most, counts for h0. With k = 1, a state hears of nothing but its own cell; from k = T on,
nothing is cut, and the gradients are the exact ones.

Return the truncated gradients of X, h0, Wx, Wh and b. Nothing is averaged or scaled. k is at least 1: else ValueError.

(Cutting the sequence into pieces of k steps, and backpropagating within each, is something else: there a state at the
beginning of a piece has a window of one cell.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (truncated backpropagation through time).
Williams, Peng, An Efficient Gradient-Based Algorithm for On-Line Training of Recurrent Network Trajectories (1990).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def truncated_bptt(
    dH: Array, X: Array, h0: Array, Wx: Array, Wh: Array, b: Array, k: int
) -> tuple[Array, Array, Array, Array, Array]:
    """Return gradients that have gone back through k cells at most.

    Parameters
    ----------
    dH : (N, T, K)
        What each state hears directly.
    X, h0, Wx, Wh, b
        As they went forward.
    k : int
        Through how many cells what a state hears goes back.

    Returns
    -------
    dX : (N, T, D)
    dh0 : (N, K)
    dWx : (D, K)
    dWh : (K, K)
    db : (K,)

    Raises
    ------
    ValueError
        If k is below 1.

    Examples
    --------
    One unit that stays at 0, where tanh has the slope 1, with Wx = 3 and Wh = 2. The last of three states hears 1.
    Through two cells, that is 3 for the last input, and 2 · 3 for the one before.

    >>> given = np.zeros((1, 3, 1)), np.array([[0.0]]), np.array([[3.0]]), np.array([[2.0]]), np.array([0.0])
    >>> dH = np.array([[[0.0], [0.0], [1.0]]])
    >>> dX, dh0, dWx, dWh, db = truncated_bptt(dH, *given, k=2)
    >>> dX.tolist(), dh0.tolist(), db.tolist()
    ([[[0.0], [6.0], [3.0]]], [[0.0]], [3.0])
    >>> dX, dh0, dWx, dWh, db = truncated_bptt(dH, *given, k=3)
    >>> dX.tolist(), dh0.tolist(), db.tolist()
    ([[[12.0], [6.0], [3.0]]], [[8.0]], [7.0])
    """
    raise NotImplementedError

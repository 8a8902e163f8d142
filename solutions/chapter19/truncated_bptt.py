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
    ### BEGIN SOLUTION
    if k < 1:
        raise ValueError("k is at least 1")
    H = np.concatenate([h0[:, None], np.zeros(dH.shape)], axis=1)
    for t in range(X.shape[1]):
        H[:, t + 1] = np.tanh(X[:, t] @ Wx + H[:, t] @ Wh + b)
    slopes = 1 - H[:, 1:] ** 2
    passing = dZ = dH * slopes
    for _ in range(min(k, X.shape[1]) - 1):
        passing = (passing[:, 1:] @ Wh.T) * slopes[:, : passing.shape[1] - 1]
        dZ[:, : passing.shape[1]] += passing
    dWx, dWh = np.einsum("ntd,ntk->dk", X, dZ), np.einsum("ntj,ntk->jk", H[:, :-1], dZ)
    return dZ @ Wx.T, dZ[:, 0] @ Wh.T, dWx, dWh, dZ.sum(axis=(0, 1))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One loss, one walk.** Take h_t alone. What it hears goes through tanh of cell t, and is dz there; then through Whᵀ
   and tanh of cell t − 1; and so on. After k cells it stops:

       dz_t = dH_t ∘ (1 − h_t²),    dz_{t−m} = (dz_{t−m+1} Whᵀ) ∘ (1 − h_{t−m}²),    m = 1, …, k − 1.

   That, for each t, is k T steps of work.

2. **All losses at once.** The walks don't meet: walk t is in cell t − m at round m. So one array holds them all, with
   walk t at place t − m, and a round moves it by one place: multiply by Whᵀ, drop what falls out in front, multiply by
   the slopes of the new places. The sum over the k rounds is dZ, what each cell's z hears altogether.

3. **Why not one sweep?** In full backpropagation walks that meet in a cell are added, and go on together. Here they
   must stop at different places, so their sum can't go on: that is what truncation costs.

4. **Gradients of the parameters** are made of dZ as ever: it is linear.

5. **Lags.** With one k more, what is added is the round of lag k − 1 alone: the exact gradient is a sum over lags, and
   truncation leaves out the long ones. In the example the lags contribute 1, 2 and 4 to db:

>>> given = np.zeros((1, 3, 1)), np.array([[0.0]]), np.array([[3.0]]), np.array([[2.0]]), np.array([0.0])
>>> dH = np.array([[[0.0], [0.0], [1.0]]])
>>> [truncated_bptt(dH, *given, k)[4].item() for k in (1, 2, 3, 4)]
[1.0, 3.0, 7.0, 7.0]

   They need not have the same sign, so a larger k may well be further from the exact gradient than a smaller one.

6. **h0** hears dz_1 Whᵀ: of those walks that have come through cell 1, which for k = T includes the one from h_T.
"""
### END EXPLANATION

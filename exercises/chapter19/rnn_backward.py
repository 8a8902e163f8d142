"""A recurrent network, backward through time.

On the way forward N sequences X (N, T, D) went through a recurrent network, from the states h0 (N, K) on:

    h_t = tanh(x_t Wx + h_{t−1} Wh + b),    t = 1, …, T.

On the way back it is told how the loss L reacts to each state, dH (N, T, K). dH[:, t] is what h_t hears directly, from
what was made of this state alone (an output at this step). What it hears by way of h_{t+1}, and of all states after
that, is not in dH: to find it is what this exercise is about.

Return the gradients of L with respect to X, h0, Wx, Wh and b. There is no memory of the way forward: compute the states
again. Nothing is averaged; if L is a mean over the batch, that 1/N is already in dH.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (backpropagation through time). Werbos,
Backpropagation Through Time: What It Does and How to Do It (1990).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rnn_backward(
    dH: Array, X: Array, h0: Array, Wx: Array, Wh: Array, b: Array
) -> tuple[Array, Array, Array, Array, Array]:
    """Return the gradients of L with respect to X, h0, Wx, Wh and b.

    Parameters
    ----------
    dH : (N, T, K)
        What each state hears directly.
    X : (N, T, D)
        The sequences that went forward.
    h0 : (N, K)
        The states before.
    Wx : (D, K)
    Wh : (K, K)
    b : (K,)

    Returns
    -------
    dX : (N, T, D)
    dh0 : (N, K)
    dWx : (D, K)
    dWh : (K, K)
    db : (K,)

    Examples
    --------
    One unit at 0 reads 0, 0, and stays at 0, where tanh has the slope 1. L = h_2 hears the second input with Wx = 3,
    the first with Wh · Wx = 6, and h0 with Wh² = 4:

    >>> nothing, one = np.zeros((1, 2, 1)), np.array([[[0.0], [1.0]]])
    >>> dX, dh0, dWx, dWh, db = rnn_backward(
    ...     one, nothing, np.array([[0.0]]), np.array([[3.0]]), np.array([[2.0]]), np.array([0.0])
    ... )
    >>> dX.tolist(), dh0.tolist(), dWx.tolist(), dWh.tolist(), db.tolist()
    ([[[6.0], [3.0]]], [[4.0]], [[0.0]], [[0.0]], [3.0])
    """
    raise NotImplementedError

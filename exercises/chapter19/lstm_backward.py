"""A long short-term memory, through a sequence and back.

An LSTM reads N sequences X (N, T, D) step by step, from the states h0 (N, K) and the memories c0 (N, K) on. With
z_t = x_t Wx + h_{t−1} Wh + b, whose columns stand in four blocks of K in the order i, f, o, g,

    i, f, o = σ(their blocks),    g = tanh(its block),
    c_t = f ∘ c_{t−1} + i ∘ g,    h_t = o ∘ tanh(c_t).

Forward, return all states and all memories, H and C (N, T, K); h0 and c0 are not among them.

Backward, it is told what each state hears directly, dH (N, T, K): not what it hears by way of later steps. The memories
are heard by nobody but the states. Return the gradients of the loss with respect to X, h0, c0, Wx, Wh and b. There is
no memory of the way forward: compute what is needed again, by your own lstm_forward or otherwise. Nothing is averaged.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (long short-term memory). Hochreiter,
Schmidhuber, Long Short-Term Memory (1997). Graves, Schmidhuber, Framewise Phoneme Classification with Bidirectional
LSTM (2005), the full gradient.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def lstm_forward(X: Array, h0: Array, c0: Array, Wx: Array, Wh: Array, b: Array) -> tuple[Array, Array]:
    """Return states and memories after each input.

    Parameters
    ----------
    X : (N, T, D)
        N sequences of T inputs.
    h0, c0 : (N, K)
        States and memories before.
    Wx : (D, 4K)
        In blocks of K columns: i, f, o, g.
    Wh : (K, 4K)
    b : (4K,)

    Returns
    -------
    H, C : (N, T, K)

    Examples
    --------
    Without weights and biases all gates are half open, and the candidate is 0: the memory is halved at each step.

    >>> nothing = np.zeros((1, 1))
    >>> weights = np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> H, C = lstm_forward(np.zeros((1, 3, 1)), nothing, np.array([[4.0]]), *weights)
    >>> C.tolist(), H.round(4).tolist()
    ([[[2.0], [1.0], [0.5]]], [[[0.482], [0.3808], [0.2311]]])
    """
    raise NotImplementedError


def lstm_backward(
    dH: Array, X: Array, h0: Array, c0: Array, Wx: Array, Wh: Array, b: Array
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Return the gradients of the loss with respect to X, h0, c0, Wx, Wh and b.

    Parameters
    ----------
    dH : (N, T, K)
        What each state hears directly.
    X, h0, c0, Wx, Wh, b
        As they went forward.

    Returns
    -------
    dX : (N, T, D)
    dh0, dc0 : (N, K)
    dWx : (D, 4K)
    dWh : (K, 4K)
    db : (4K,)

    Examples
    --------
    As above, with a memory of 0. The loss is the last of two states: it is o tanh(c) with o = ½, and c is a quarter of
    c0. So c0 is heard with ½ · ¼.

    >>> nothing, weights = np.zeros((1, 1)), (np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4))
    >>> dH = np.array([[[0.0], [1.0]]])
    >>> dX, dh0, dc0, dWx, dWh, db = lstm_backward(dH, np.zeros((1, 2, 1)), nothing, nothing, *weights)
    >>> dc0.tolist(), dh0.tolist()
    ([[0.125]], [[0.0]])

    Of b, only the candidate's part counts here, once by each step: ½ · ½ · ½ by the first, ½ · ½ by the last.

    >>> db.tolist()
    [0.0, 0.0, 0.0, 0.375]
    """
    raise NotImplementedError

"""A recurrent network, forward.

A sequence is read from front to back, and what has been read is kept in a state h of K numbers. With each input x_t the
state is made anew, out of the input and of the state before,

    h_t = tanh(x_t Wx + h_{t−1} Wh + b),    t = 1, …, T,

with the same Wx (D, K), Wh (K, K) and b (K,) at every step. N sequences of the same length go side by side, and don't
mix: X is (N, T, D), and X[:, 0] is what is read first.

h0 (N, K) is the state before the first input. Return the states h_1, …, h_T as H (N, T, K); h0 is not among them.

T is at least 1. Entries of X may be tiny, where tanh keeps all their digits, or huge, where it is ±1.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (recurrent neural networks). Elman,
Finding Structure in Time (1990).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rnn_forward(X: Array, h0: Array, Wx: Array, Wh: Array, b: Array) -> Array:
    """Return the states after each input.

    Parameters
    ----------
    X : (N, T, D)
        N sequences of T inputs.
    h0 : (N, K)
        The states before.
    Wx : (D, K)
    Wh : (K, K)
    b : (K,)

    Returns
    -------
    H : (N, T, K)
        H[:, t] is the state after X[:, t].

    Examples
    --------
    One unit that starts at 0 and reads 0.5, 0: it is tanh 0.5 at first, and then the tanh of twice that.

    >>> one, two = np.array([[1.0]]), np.array([[2.0]])
    >>> rnn_forward(np.array([[[0.5], [0.0]]]), np.array([[0.0]]), one, two, np.array([0.0])).round(4).tolist()
    [[[0.4621], [0.7279]]]
    """
    raise NotImplementedError

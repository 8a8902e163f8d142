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
    ### BEGIN SOLUTION
    H = np.zeros((*X.shape[:2], len(b)))
    h = h0
    for t in range(X.shape[1]):
        h = np.tanh(X[:, t] @ Wx + h @ Wh + b)
        H[:, t] = h
    return H
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A layer at each step.** x_t and h_{t−1} side by side are D + K inputs of a dense layer with K outputs, whose
   weights are Wx above Wh. Its output is its own input at the next step. That is all.

2. **The same weights at every step.** So a sequence of any length can be read, and what is learned at one place holds
   at all.

3. **Time is a loop.** h_t needs h_{t−1}. What can be done for all steps at once is X Wx, which needs no state.

>>> X, Wx = np.arange(6.0).reshape(1, 3, 2), np.array([[1.0], [-1.0]])
>>> (X @ Wx).ravel().tolist()
[-1.0, -1.0, -1.0]

4. **Causality.** H[:, t] depends on h0 and on X[:, 0] to X[:, t]. What comes later can't be known, and has no
   influence. So a sequence may be read in two pieces: the last state of the first is the h0 of the second.

>>> weights = np.array([[1.0]]), np.array([[2.0]]), np.array([0.5])
>>> X, h0 = np.array([[[0.5], [0.1], [-2.0]]]), np.array([[0.3]])
>>> whole = rnn_forward(X, h0, *weights)
>>> first = rnn_forward(X[:, :2], h0, *weights)
>>> second = rnn_forward(X[:, 2:], first[:, -1], *weights)
>>> bool(np.allclose(whole, np.concatenate([first, second], axis=1)))
True

5. **tanh.** It is applied once, and what is handed on is what is returned. (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ) is the same on paper;
   at z = 1000 it is ∞/∞, and at z = 10⁻⁹ seven of its digits are lost. np.tanh is right in both places.
"""
### END EXPLANATION

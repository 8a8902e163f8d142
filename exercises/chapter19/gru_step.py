"""A step of a GRU.

A gated recurrent unit keeps what it has to remember in its state h itself. Two gates between 0 and 1 decide: the reset
gate r how much of the old state is looked at when a candidate n for the new one is made, and the update gate z how much
of the old state stays. With σ(a) = 1/(1 + e⁻ᵃ), and ∘ entry by entry,

    r = σ(x Wr + h Ur + br)
    z = σ(x Wz + h Uz + bz)
    n = tanh(x Wn + (r ∘ h) Un + bn)
    h′ = (1 − z) ∘ n + z ∘ h

The weights stand side by side, in blocks of K columns in the order **r, z, n**: Wx = (Wr, Wz, Wn) is (D, 3K), Wh = (Ur,
Uz, Un) is (K, 3K), and b = (br, bz, bn) is (3K,).

Two conventions decide the answer; both are met the other way round in books and libraries. z = 1 keeps the old state.
And the state is reset before it is multiplied by Un, as in the paper. (PyTorch resets after the product, r ∘ (h Un + a
second bias).)

X (N, D) is the input of this step for N sequences, h (N, K) the state before. Return h′. What goes into the gates may
be as large as it likes: a gate is open or shut then, and never NaN. (A warning of NumPy's about overflow costs
nothing.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (gated recurrent units). Cho et al.,
Learning Phrase Representations using RNN Encoder-Decoder (2014).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gru_step(X: Array, h: Array, Wx: Array, Wh: Array, b: Array) -> Array:
    """Return the state after one input.

    Parameters
    ----------
    X : (N, D)
    h : (N, K)
        The state before.
    Wx : (D, 3K)
        In blocks of K columns: r, z, n.
    Wh : (K, 3K)
    b : (3K,)

    Returns
    -------
    h : (N, K)
        The state after.

    Examples
    --------
    One unit, without weights and biases: both gates are ½ and the candidate is 0, so half of the state stays.

    >>> gru_step(np.zeros((1, 1)), np.array([[3.0]]), np.zeros((1, 3)), np.zeros((1, 3)), np.zeros(3)).tolist()
    [[1.5]]

    With Un = 1 the candidate is tanh(½ · 3), and half of it is added:

    >>> Wh = np.array([[0.0, 0.0, 1.0]])
    >>> gru_step(np.zeros((1, 1)), np.array([[3.0]]), np.zeros((1, 3)), Wh, np.zeros(3)).round(4).tolist()
    [[1.9526]]
    """
    raise NotImplementedError

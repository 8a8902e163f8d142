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
    ### BEGIN SOLUTION
    K = h.shape[1]
    inputs = X @ Wx + b
    gates = 0.5 + 0.5 * np.tanh(0.5 * (inputs[:, : 2 * K] + h @ Wh[:, : 2 * K]))
    r, z = gates[:, :K], gates[:, K:]
    n = np.tanh(inputs[:, 2 * K :] + (r * h) @ Wh[:, 2 * K :])
    return (1 - z) * n + z * h
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Three layers, two rounds.** X Wx and the biases can be had for all three parts at once, and h (Ur, Uz) for both
   gates. The candidate has to wait: its product with Un takes r ∘ h, and r must be known before.

2. **The update** is a weighted mean of the old state and the candidate, unit by unit. With z = 1 the state is kept
   exactly; with z = 0 it is replaced. A mean of numbers between −1 and 1 stays between −1 and 1, so no tanh is needed
   when a state is shown: an LSTM's memory can grow, a GRU's state can't.

>>> keep = np.array([0.0, 60.0, 0.0])  # r, z, n
>>> gru_step(np.ones((1, 1)), np.array([[0.3]]), np.ones((1, 3)), np.ones((1, 3)), keep).round(12).tolist()
[[0.3]]

3. **The reset.** With r = 0 the candidate knows nothing of the past: n = tanh(x Wn + bn).

4. **Before or after the product?** (r ∘ h) Un scales the rows of Un by r, so that units which are reset are heard by
   nobody; r ∘ (h Un) scales the columns, so that a unit which is reset hears nobody. With one unit both are the same
   number; with two they are not:

>>> r, h, Un = np.array([[1.0, 0.0]]), np.array([[1.0, 1.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])
>>> ((r * h) @ Un).tolist(), (r * (h @ Un)).tolist()
([[1.0, 2.0]], [[4.0, 0.0]])

5. **Gradients** go back by z: ∂h′/∂h contains z itself, entry by entry, as the forget gate does it in an LSTM.
"""
### END EXPLANATION

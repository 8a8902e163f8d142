"""Backward pass of attention.

On the way forward, each query got a mean of the values:

    S = Q Kᵀ / √d,    A = softmax of S along its rows,    Y = A V,

for each of the N samples by itself. On the way back, attention is told how the loss reacts to what it handed out,
dY = ∂L/∂Y, and hands on how the loss reacts to queries, keys and values. There is no memory of the way forward: compute
the weights again.

* mask is as on the way forward: bools that broadcast to (N, Tq, Tk), True = may be seen; None: everything may be.
* What is hidden has the weight 0 and is no part of softmax. A query that may see nothing got 0 whatever it was: its dQ
  is 0. A key that no query may see has dK = 0 and dV = 0.
* The weights, which the way forward returns as well, hear nothing by themselves: ∂L/∂A comes through Y alone.
* Scores may be large, as on the way forward.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Vaswani et al., Attention Is All You Need
(2017), equation 1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def attention_backward(dY: Array, Q: Array, K: Array, V: Array, mask: Mask | None = None) -> tuple[Array, Array, Array]:
    """Return the gradients of the loss with respect to queries, keys and values.

    Parameters
    ----------
    dY : (N, Tq, dv)
        ∂L/∂Y.
    Q : (N, Tq, d)
        Queries.
    K : (N, Tk, d)
        Keys.
    V : (N, Tk, dv)
        Values.
    mask : bools that broadcast to (N, Tq, Tk), optional
        True = may be seen.

    Returns
    -------
    dQ : (N, Tq, d)
    dK : (N, Tk, d)
    dV : (N, Tk, dv)

    Examples
    --------
    One query, two keys, d = 1. The scores are 0, so A is ½, ½, and Y is the mean of the values. To turn q up moves
    weight to the key that is larger:

    >>> Q, K, V = np.array([[[0.0]]]), np.array([[[3.0], [1.0]]]), np.array([[[4.0], [8.0]]])
    >>> dQ, dK, dV = attention_backward(np.array([[[1.0]]]), Q, K, V)
    >>> dQ.tolist(), dK.tolist(), dV.tolist()
    ([[[-2.0]]], [[[0.0], [0.0]]], [[[0.5], [0.5]]])
    """
    raise NotImplementedError

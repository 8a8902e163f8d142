"""Backward pass of softmax.

On the way forward, softmax turned the logits Z (N, K) into probabilities, row by row:

    P[n, k] = e^Z[n, k] / Σ_j e^Z[n, j].

On the way back it is told how the loss reacts to each probability, dP = ∂L/∂P, and hands on how the loss reacts to each
logit, dZ = ∂L/∂Z. Given are dP and P; the logits themselves are not needed.

No entry of P depends on one logit alone: if one logit grows, its probability grows, and all others in the same row have
to give way. So this is no product entry by entry. Rows have nothing to do with each other.

P may hold anything from 0 to 1, rows of one 1 and zeros included; a class whose probability is tiny has a tiny entry
in dZ, which keeps its digits. K may be 1: then P is 1 whatever the logit, and dZ is 0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 3.3 and 5.4. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def softmax_backward(dP: Array, P: Array) -> Array:
    """Return the gradient of L with respect to the logits.

    Parameters
    ----------
    dP : (N, K) float64
        ∂L/∂P.
    P : (N, K) float64
        Softmax of the logits.

    Returns
    -------
    dZ : (N, K) float64

    Examples
    --------
    L = 4 P[0, 0], with the probabilities 1/4 and 3/4: the slope of 4 p is 4 · p (1 − p) for the first logit, and as
    much downhill for the second.

    >>> softmax_backward(np.array([[4.0, 0.0]]), np.array([[0.25, 0.75]])).tolist()
    [[0.75, -0.75]]
    """
    raise NotImplementedError

"""Attention that looks back no further than a window.

In causal attention, token t looks at all tokens from 0 to t, and a text of T tokens costs T² scores. With a window of w
it looks at the last w only, itself included:

    t sees s    if  0 ≤ t − s < w,

so that a text costs T w scores, and a cache needs w rows. The first tokens have fewer than w before them and see what
there is. Within the window it is attention as ever,

    R = Q Kᵀ / √d,    A = softmax of R along its rows, over what is seen,    Y = A V,

and what is not seen has the weight 0, exactly.

* Q, K, V are (N, T, d): N texts of T tokens, d numbers each. Y is (N, T, d).
* window ≥ 1; with 1, each token sees itself alone. It may be T or larger: then it is causal attention. A window below 1
  raises ValueError, forward and backward.
* Scores, the entries of R, may be in the tens of thousands, of either sign.

Write both ways. Backward, given dY = ∂L/∂Y, return dQ, dK and dV. There is no memory of the way forward: compute the
weights again.

References
----------
Beltagy, Peters, Cohan, Longformer: The Long-Document Transformer (2020), section 3.1. Jiang et al., Mistral 7B (2023),
section 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def window_forward(Q: Array, K: Array, V: Array, window: int) -> Array:
    """Return what each token gets from those in its window.

    Parameters
    ----------
    Q, K, V : (N, T, d)
        Queries, keys and values.
    window : int
        How many tokens are seen at most, the token itself included.

    Returns
    -------
    Y : (N, T, d)

    Raises
    ------
    ValueError
        If the window is below 1.

    Examples
    --------
    All scores are 0, and each token gets the mean of its own value and the one before.

    >>> Q, K, V = np.zeros((1, 4, 1)), np.zeros((1, 4, 1)), np.array([[[2.0], [4.0], [8.0], [0.0]]])
    >>> window_forward(Q, K, V, 2).tolist()
    [[[2.0], [3.0], [6.0], [4.0]]]
    """
    raise NotImplementedError


def window_backward(dY: Array, Q: Array, K: Array, V: Array, window: int) -> tuple[Array, Array, Array]:
    """Return the gradients of the loss with respect to queries, keys and values.

    Parameters
    ----------
    dY : (N, T, d)
        ∂L/∂Y.
    Q, K, V : (N, T, d)
        Queries, keys and values.
    window : int
        How many tokens are seen at most, the token itself included.

    Returns
    -------
    dQ, dK, dV : (N, T, d)

    Raises
    ------
    ValueError
        If the window is below 1.

    Examples
    --------
    The first value has the weight 1 in token 0 and ½ in token 1, and none in token 2.

    >>> zero = np.zeros((1, 3, 1))
    >>> dQ, dK, dV = window_backward(np.array([[[1.0], [10.0], [100.0]]]), zero, zero, zero, 2)
    >>> dV.tolist()
    [[[6.0], [55.0], [50.0]]]
    """
    raise NotImplementedError

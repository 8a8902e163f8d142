"""Attention with fewer keys than queries: groups of heads, forward and backward.

When a text is written token by token, all keys and values of what has been written are kept. To keep fewer, heads share
them: H heads of queries are served by G heads of keys and values. G = H is attention with several heads as ever, G = 1
is called multi-query attention. Queries that are neighbours share: head j of the queries, counted from 0, belongs to

    group g = ⌊j / (H/G)⌋,

so that the first H/G heads of Q use K[:, 0] and V[:, 0], the next H/G use K[:, 1] and V[:, 1], and so on. Each head is
an attention by itself:

    R = Q_j K_gᵀ / √d,    A = softmax of R along its rows,    Y_j = A V_g.

* Q is (N, H, T, d), K and V are (N, G, S, d): N samples, T queries, S keys, d numbers each. Y is (N, H, T, d).
* mask (T, S) is a bool array for all samples and heads, True = may be seen; None: everything may. Each query may see at
  least one key. What is hidden has the weight 0, exactly.
* If G does not divide H, there is a ValueError, forward and backward.
* Scores, the entries of R, may be in the tens of thousands, of either sign.

Write both ways. Backward, given dY = ∂L/∂Y, return dQ, dK and dV in the shapes of Q, K and V. There is no memory of the
way forward: compute the weights again.

References
----------
Ainslie et al., GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints (2023). Shazeer,
Fast Transformer Decoding: One Write-Head is All You Need (2019).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def gqa_forward(Q: Array, K: Array, V: Array, mask: Mask | None = None) -> Array:
    """Return what each head gives for each query.

    Parameters
    ----------
    Q : (N, H, T, d)
        Queries.
    K, V : (N, G, S, d)
        Keys and values.
    mask : (T, S) bool, optional
        True = may be seen.

    Returns
    -------
    Y : (N, H, T, d)

    Raises
    ------
    ValueError
        If G does not divide H.

    Examples
    --------
    Four heads with one query of 0 each, so that all scores are 0, and two groups with two keys each: heads 0 and 1 get
    the mean of the first group's values, heads 2 and 3 that of the second's.

    >>> Q, K = np.zeros((1, 4, 1, 1)), np.zeros((1, 2, 2, 1))
    >>> V = np.array([[[[1.0], [3.0]], [[10.0], [30.0]]]])
    >>> gqa_forward(Q, K, V).tolist()
    [[[[2.0]], [[2.0]], [[20.0]], [[20.0]]]]
    """
    raise NotImplementedError


def gqa_backward(dY: Array, Q: Array, K: Array, V: Array, mask: Mask | None = None) -> tuple[Array, Array, Array]:
    """Return the gradients of the loss with respect to queries, keys and values.

    Parameters
    ----------
    dY : (N, H, T, d)
        ∂L/∂Y.
    Q : (N, H, T, d)
        Queries.
    K, V : (N, G, S, d)
        Keys and values.
    mask : (T, S) bool, optional
        True = may be seen.

    Returns
    -------
    dQ : (N, H, T, d)
    dK, dV : (N, G, S, d)

    Raises
    ------
    ValueError
        If G does not divide H.

    Examples
    --------
    Two heads share one key, which gets the weight 1 from both: its value hears both.

    >>> one = np.ones((1, 1, 1, 1))
    >>> dQ, dK, dV = gqa_backward(np.array([[[[2.0]], [[5.0]]]]), np.ones((1, 2, 1, 1)), one, one)
    >>> dQ.tolist(), dK.tolist(), dV.tolist()
    ([[[[0.0]], [[0.0]]]], [[[[0.0]]]], [[[[7.0]]]])
    """
    raise NotImplementedError

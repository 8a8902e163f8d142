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
    ### BEGIN SOLUTION
    H, G = Q.shape[1], K.shape[1]
    if H % G != 0:
        raise ValueError(f"{G} groups do not divide {H} heads")
    keys, values = np.repeat(K, H // G, axis=1), np.repeat(V, H // G, axis=1)
    S = Q @ keys.swapaxes(2, 3) / np.sqrt(Q.shape[3])
    if mask is not None:
        S = np.where(mask, S, -np.inf)
    E = np.exp(S - np.max(S, axis=3, keepdims=True))
    Y: Array = E / np.sum(E, axis=3, keepdims=True) @ values
    return Y
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    N, G, _, d = K.shape
    if Q.shape[1] % G != 0:
        raise ValueError(f"{G} groups do not divide {Q.shape[1]} heads")
    root = np.sqrt(d)
    in_groups = (N, G, Q.shape[1] // G, Q.shape[2], d)
    queries, d_out = Q.reshape(in_groups), dY.reshape(in_groups)
    K_t, V_t = K[:, :, None].swapaxes(3, 4), V[:, :, None].swapaxes(3, 4)
    scores = queries @ K_t / root
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    E = np.exp(scores - np.max(scores, axis=4, keepdims=True))
    A = E / np.sum(E, axis=4, keepdims=True)
    dA = d_out @ V_t
    dS = A * (dA - np.sum(dA * A, axis=4, keepdims=True)) / root
    dQ = (dS @ K[:, :, None]).reshape(Q.shape)
    return dQ, np.sum(dS.swapaxes(3, 4) @ queries, axis=2), np.sum(A.swapaxes(3, 4) @ d_out, axis=2)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Which group.** With H = 6 and G = 2, heads 0, 1, 2 belong to group 0, heads 3, 4, 5 to group 1. `np.repeat(K, 3,
   axis=1)` puts each key head three times in a row, which is right; `np.tile` would go round, 0, 1, 0, 1, 0, 1, and
   give neighbours to different groups. By reshape: (N, H, …) to (N, G, H/G, …), since neighbours in the order of the
   heads stay together.

2. **Forward** it is attention with H heads, for the repeated keys and values. What is saved is memory: G/H of the
   cache.

3. **Backward, for one head**: dV = Aᵀ dY, dA = dY Vᵀ, dR = A ∘ (dA − Σ dA ∘ A) along the rows, dQ = dR K/√d, dK =
   dRᵀ Q/√d.

4. **What is shared hears all.** A key of group g stands in the scores of H/G heads, so its gradient is the sum over
   these heads; likewise for values. That is the transpose of repeating: what was copied on the way forward is added up
   on the way back.

With a query of log 3, keys 1 and 0 have the weights ¾ and ¼; the head beside it asks with 0:

>>> Q = np.array([[[[np.log(3.0)]], [[0.0]]]])
>>> K, V = np.array([[[[1.0], [0.0]]]]), np.array([[[[8.0], [4.0]]]])
>>> gqa_forward(Q, K, V).round(6).tolist()
[[[[7.0]], [[6.0]]]]
>>> dQ, dK, dV = gqa_backward(np.ones((1, 2, 1, 1)), Q, K, V)
>>> dV.round(6).tolist(), dQ.round(6).tolist()
([[[[1.25], [0.75]]]], [[[[0.75]], [[1.0]]]])

The values hear ¾ + ½ and ¼ + ½.
"""
### END EXPLANATION

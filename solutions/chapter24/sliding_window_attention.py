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
    ### BEGIN SOLUTION
    if window < 1:
        raise ValueError(f"a window of {window} shows nothing")
    T, d = Q.shape[1:]
    back = np.arange(T)[:, None] - np.arange(T)
    S = Q @ K.swapaxes(1, 2) / np.sqrt(d)
    S = np.where((back >= 0) & (back < window), S, -np.inf)
    E = np.exp(S - np.max(S, axis=2, keepdims=True))
    Y: Array = E / np.sum(E, axis=2, keepdims=True) @ V
    return Y
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    if not window >= 1:
        raise ValueError(f"a window of {window} shows nothing")
    root = np.sqrt(Q.shape[2])
    at = np.arange(Q.shape[1])
    gap = at[:, None] - at
    scores = np.where((gap >= 0) & (gap < window), Q @ K.transpose(0, 2, 1) / root, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    A = weights / weights.sum(axis=2, keepdims=True)
    dA = dY @ V.transpose(0, 2, 1)
    dR = A * (dA - np.sum(dA * A, axis=2, keepdims=True)) / root
    return dR @ K, dR.transpose(0, 2, 1) @ Q, A.transpose(0, 2, 1) @ dY
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The band.** Rows are queries, columns are keys. t − s ≥ 0 is the triangle of causal attention, t − s < w cuts
   off what lies further to the left: a band of width w along the diagonal. For T = 4 and w = 2:

>>> back = np.arange(4)[:, None] - np.arange(4)
>>> ((back >= 0) & (back < 2)).astype(int).tolist()
[[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]]

2. **It slides.** Each token has a window of its own. Cutting the text into blocks of w is something else: the first
   token of a block would see nothing of what came before.

3. **Hidden before softmax.** A score of −∞ gives the weight 0, and the other weights sum to 1. Whoever takes weights
   away after softmax is left with a sum below 1; a score of 0 is no hiding at all, and −10⁴ is none where scores are
   lower still.

4. **Backward** nothing is new: dV = Aᵀ dY, dA = dY Vᵀ, dR = A ∘ (dA − Σ dA ∘ A), dQ = dR K/√d, dK = dRᵀ Q/√d. A is 0
   outside the band, so dR is: key s only hears the queries s, …, s + w − 1.

5. **Further than the window.** In the layer above, token t sees w tokens, each of which has seen w: after k layers it
   depends on the last k (w − 1) + 1. Mistral's 32 layers with w = 4096 reach 131,000 tokens back.

6. **In less memory.** The table here is (T, T) still. What really saves takes for each query the w keys before it, an
   array (T, w, d), or goes through the text in blocks.

A value outside the window does not matter, however large:

>>> rng = np.random.default_rng(0)
>>> Q, K, V = rng.normal(size=(3, 1, 5, 2))
>>> before = window_forward(Q, K, V, 3)
>>> V[:, :2] = 1e6
>>> bool(np.allclose(window_forward(Q, K, V, 3)[:, 4], before[:, 4]))
True
"""
### END EXPLANATION

"""Scaled dot-product attention.

Attention looks things up. There are Tk places to look at, each with a key k (what it offers) and a value v (what is
handed out). A query q (what is wanted) is held against all keys, and gets a mean of the values, in which those count
most whose keys fit best:

    S[i, j] = q_i · k_j / √d,    A[i, j] = e^S[i, j] / Σ_j′ e^S[i, j′],    y_i = Σ_j A[i, j] v_j.

The scores S are divided by √d, where d is the length of a query and of a key. Each query has a softmax of its own, over
the keys: rows of A sum to 1. All N samples of a batch do this by themselves.

Return Y (N, Tq, dv), and the weights A (N, Tq, Tk).

* mask tells what may be seen: bools, True = query i may see key j. It has the shape (N, Tq, Tk), or one that broadcasts
  to it: (Tq, Tk) for all samples, (N, 1, Tk) for all queries. None: everything may be seen.
* What may not be seen has the weight 0, exactly; the others share the 1, as if the hidden keys were not there.
* A query that may see nothing gets weights 0, and y = 0.
* Scores may be large, of either sign: 10⁵ and more. Only their differences matter.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Vaswani et al., Attention Is All You Need
(2017), equation 1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def scaled_dot_attention(Q: Array, K: Array, V: Array, mask: Mask | None = None) -> tuple[Array, Array]:
    """Return what the queries get, and the weights.

    Parameters
    ----------
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
    Y : (N, Tq, dv)
    A : (N, Tq, Tk)
        Weights.

    Examples
    --------
    One query, two keys, d = 4. The scores are 2 log 3 / √4 = log 3 and 0, so the weights are 3/4 and 1/4:

    >>> Q, K = np.array([[[np.log(3.0), 0.0, 0.0, 0.0]]]), np.array([[[2.0, 0.0, 0.0, 0.0], [0.0, 5.0, 0.0, 0.0]]])
    >>> V = np.array([[[4.0], [8.0]]])
    >>> Y, A = scaled_dot_attention(Q, K, V)
    >>> Y.round(6).tolist(), A.round(6).tolist()
    ([[[5.0]]], [[[0.75, 0.25]]])
    >>> Y, A = scaled_dot_attention(Q, K, V, np.array([[False, True]]))
    >>> Y.tolist(), A.tolist()
    ([[[8.0]]], [[[0.0, 1.0]]])
    """
    raise NotImplementedError

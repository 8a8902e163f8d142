"""Attention with several heads.

One attention gives each query one mean of the values. But a token may have to look at several places for several
reasons. So the D numbers are cut into h heads of D/h each, and each head attends by itself:

    Q = X Wq,    K = X Wk,    V = X Wv,
    head j: Y_j = softmax(Q_j K_jᵀ / √(D/h)) V_j,
    Y = [Y_1, …, Y_h] Wo,

where Q_j (N, T, D/h) is the j-th block of columns: the columns from j · D/h to (j + 1) · D/h − 1, if j counts from 0.
K_j and V_j are the same blocks. What the heads give is put side by side, in their order, and Wo mixes it. All queries,
keys and values come from the same X (self-attention); there are no biases.

* mask is a bool array that broadcasts to (N, T, T), True = may be seen, and holds for all heads; None: everything may
  be seen. It may be (T, T), (N, T, T), (1, T, T) or (N, 1, T). A query that may see nothing gets 0 from every head.
* Scores may be large, of either sign: 10⁵ and more.
* ValueError if h does not divide D.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Vaswani et al., Attention Is All You Need
(2017), 3.2.2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def multi_head_attention(
    X: Array, Wq: Array, Wk: Array, Wv: Array, Wo: Array, heads: int, mask: Mask | None = None
) -> Array:
    """Return what comes out at each step.

    Parameters
    ----------
    X : (N, T, D)
        A batch of sequences.
    Wq, Wk, Wv, Wo : (D, D)
        Weights of queries, keys, values, and of what comes out.
    heads : int
        ≥ 1, number of heads h.
    mask : bools that broadcast to (N, T, T), optional
        True = may be seen; rows are queries.

    Returns
    -------
    Y : (N, T, D)

    Raises
    ------
    ValueError
        If h does not divide D.

    Examples
    --------
    Two steps, two heads of one number each. With Wq = 0 all scores are 0, so each head takes the mean of the values
    that may be seen; the second step sees both, the first itself:

    >>> X, one, none = np.array([[[1.0, 4.0], [3.0, 8.0]]]), np.eye(2), np.zeros((2, 2))
    >>> multi_head_attention(X, none, one, one, one, 2, np.array([[True, False], [True, True]])).tolist()
    [[[1.0, 4.0], [2.0, 6.0]]]
    """
    raise NotImplementedError

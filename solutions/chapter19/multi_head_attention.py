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
    ### BEGIN SOLUTION
    N, T, D = X.shape
    if D % heads != 0:
        raise ValueError(f"{heads} heads do not divide {D} numbers")

    def split(Z: Array) -> Array:
        return Z.reshape(N, T, heads, D // heads).transpose(0, 2, 1, 3)

    Q, K, V = split(X @ Wq), split(X @ Wk), split(X @ Wv)
    S = Q @ K.transpose(0, 1, 3, 2) / np.sqrt(D // heads)
    if mask is not None:
        S = np.where(np.broadcast_to(mask, (N, T, T))[:, None], S, -np.inf)
    top = np.max(S, axis=3, keepdims=True)
    E = np.exp(S - np.where(top == -np.inf, 0.0, top))
    total = np.sum(E, axis=3, keepdims=True)
    Y: Array = E / np.where(total == 0.0, 1.0, total) @ V
    return Y.transpose(0, 2, 1, 3).reshape(N, T, D) @ Wo
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Blocks of columns.** `Z.reshape(N, T, h, D // h)` cuts the last axis into h blocks, each of neighbours. Then
   `transpose(0, 2, 1, 3)` brings the heads to the front, (N, h, T, D/h): so one matrix product of the last two axes
   does all heads at once.

2. **Why the transpose.** `Z.reshape(N, h, T, D // h)` has the same shape, and other numbers: it cuts the steps of a
   sequence into pieces and gives head 0 the first of them. On one step, or with one head, nothing is to be seen of
   that.

3. **The scale is that of a head**, √(D/h), since its queries and keys have D/h entries.

4. **The mask has no axis for heads**, so it gets one of length 1, in the second place. A (T, T) would be lined up from
   behind without that, but an (N, T, T) would not.

5. **Back.** The same two steps in the opposite order: transpose, so that the heads of a step stand side by side, and
   reshape to (N, T, D). Wo sees all heads. Without it no head would ever hear of another.

6. **One head** is attention with weights before and behind it. And heads may change places if the rows of Wo do so,
   too.

With two heads of one number, the scale is 1. Say q = k = (log 3, 0) at the second step and (1, 0) at the first: head 0
has scores log 3 and (log 3)², head 1 has 0 and 0.

>>> a = np.log(3.0)
>>> X, one = np.array([[[1.0, 0.0], [a, 0.0]]]), np.eye(2)
>>> value = np.array([[0.0, 1.0], [0.0, 0.0]])  # head 1 hands out x[0], head 0 nothing
>>> Y = multi_head_attention(X, one, one, value, one, 2)
>>> bool(np.allclose(Y, [[[0.0, (1.0 + a) / 2], [0.0, (1.0 + a) / 2]]]))
True
"""
### END EXPLANATION

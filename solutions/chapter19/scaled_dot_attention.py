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
    ### BEGIN SOLUTION
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[2])
    if mask is not None:
        S = np.where(mask, S, -np.inf)
    top = np.max(S, axis=2, keepdims=True)
    E = np.exp(S - np.where(top == -np.inf, 0.0, top))
    total = np.sum(E, axis=2, keepdims=True)
    A: Array = E / np.where(total == 0.0, 1.0, total)
    return A @ V, A
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Scores.** All products of a query and a key of one sample are one matrix product, Q[n] @ K[n]ᵀ, (Tq, d) times
   (d, Tk). `K.transpose(0, 2, 1)` transposes within the samples.

2. **Why √d.** If the entries of q and k are independent, with mean 0 and variance 1, their product has the variance d:
   long vectors would have large scores, softmax would choose one key, and its slopes would vanish. Divided by √d the
   variance is 1 at every length.

3. **Softmax over the keys.** The last axis, with the row's maximum taken off: a number added to all scores of a row
   cancels in the quotient, and the largest exponent is 0 then.

4. **What is hidden has the score −∞**, since e^(−∞) = 0: no weight, and no share in the sum. To set its weight to 0
   after softmax leaves rows that sum to less than 1. A score of 0 is no help, since e⁰ = 1; and a large negative
   number hides only what is seen better.

5. **A row of −∞ alone** has no maximum to take off (−∞ − (−∞) is no number), and the sum 0. Taking off 0 gives
   exponentials of 0, and dividing by 1 leaves them.

6. **No order.** y is a sum over keys: if keys, values and the mask's columns change places together, nothing changes.
   Who needs to know where a key stands has to write it into the key.

With scores 0 and log 3, in the other order, and then with the same scores 10⁵ higher:

>>> Q, V = np.array([[[1.0]]]), np.array([[[8.0], [4.0]]])
>>> Y, A = scaled_dot_attention(Q, np.array([[[0.0], [np.log(3.0)]]]), V)
>>> Y.round(6).tolist(), A.round(6).tolist()
([[[5.0]]], [[[0.25, 0.75]]])
>>> Y, _ = scaled_dot_attention(Q, np.array([[[1e5], [1e5 + np.log(3.0)]]]), V)
>>> Y.round(6).tolist()
[[[5.0]]]
>>> Y, A = scaled_dot_attention(Q, np.array([[[0.0], [np.log(3.0)]]]), V, np.array([[False, False]]))
>>> Y.tolist(), A.tolist()
([[[0.0]]], [[[0.0, 0.0]]])
"""
### END EXPLANATION

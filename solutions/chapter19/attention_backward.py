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
    ### BEGIN SOLUTION
    root = np.sqrt(Q.shape[2])
    S = Q @ K.transpose(0, 2, 1) / root
    if mask is not None:
        S = np.where(mask, S, -np.inf)
    top = np.max(S, axis=2, keepdims=True)
    E = np.exp(S - np.where(top == -np.inf, 0.0, top))
    total = np.sum(E, axis=2, keepdims=True)
    A = E / np.where(total == 0.0, 1.0, total)
    dV = A.transpose(0, 2, 1) @ dY
    dA = dY @ V.transpose(0, 2, 1)
    dS = A * (dA - np.sum(dA * A, axis=2, keepdims=True))
    return dS @ K / root, dS.transpose(0, 2, 1) @ Q / root, dV
    ### END SOLUTION


### BEGIN EXPLANATION
"""
Take one sample; a batch does the same N times.

1. **Y = A V** is a matrix product, with the gradients of one: dV = Aᵀ dY, and dA = dY Vᵀ. So a value hears from each
   query as much as that query took of it.

2. **Softmax, row by row.** The scores of one query act on all its weights: ∂A[i, j]/∂S[i, k] = A[i, j] ([j = k] −
   A[i, k]). Summed over j,

       dS[i, k] = A[i, k] (dA[i, k] − Σ_j dA[i, j] A[i, j]).

   The sum runs over the keys. Rows of dS sum to 0: a number added to all scores of a query changes nothing.

3. **S = Q Kᵀ / √d** is a product again: dQ = dS K / √d. Key j meets query i in S[i, j], so dK[j] = Σ_i dS[i, j] q_i /
   √d, which is dSᵀ Q / √d. The factor 1/√d stands in both.

4. **What is hidden** has A = 0, and A stands as a factor in dS and in dV. So nothing passes, without a case of its own.
   What has to be seen to is that the weights of a query that sees nothing are 0, not NaN.

With q = 0, keys 3 and 1, values 4 and 8, and dY = 1: A = (½, ½), dA = (4, 8), their mean is 6, dS = ½ (−2, 2) =
(−1, 1), and dQ = −1 · 3 + 1 · 1 = −2. If q = log 3 / 2, the weights are ¾ and ¼, the mean is 5, dS = (−¾, ¾), and
dQ = −1.5:

>>> Q, K, V = np.array([[[np.log(3.0) / 2]]]), np.array([[[3.0], [1.0]]]), np.array([[[4.0], [8.0]]])
>>> dQ, dK, dV = attention_backward(np.array([[[1.0]]]), Q, K, V)
>>> dQ.round(6).tolist(), dV.round(6).tolist()
([[[-1.5]]], [[[0.75], [0.25]]])
>>> dQ, dK, dV = attention_backward(np.array([[[1.0]]]), Q, K, V, np.array([[False, True]]))
>>> dQ.tolist(), dK.tolist(), dV.tolist()
([[[0.0]]], [[[0.0], [0.0]]], [[[0.0], [1.0]]])
"""
### END EXPLANATION

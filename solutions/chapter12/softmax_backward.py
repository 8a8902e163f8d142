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
    ### BEGIN SOLUTION
    inner: Array = np.sum(dP * P, axis=1, keepdims=True)
    return P * (dP - inner)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The derivative of one probability.** For one row, p[j] = e^z[j] / S with S = Σ e^z. By the quotient rule

       ∂p[j]/∂z[k] = p[j] ([j = k] − p[k]),

   where [j = k] is 1 if j = k, else 0. As a matrix: J = diag(p) − p pᵀ.

2. **The chain rule sums over all j**, since all p[j] depend on z[k]:

       ∂L/∂z[k] = Σ_j dp[j] p[j] ([j = k] − p[k]) = p[k] dp[k] − p[k] Σ_j dp[j] p[j] = p[k] (dp[k] − s),

   where s = Σ_j dp[j] p[j] is the mean of dp under p. No matrix is needed.

3. **What it says.** A logit is pushed by how much its class is better than average. If all dp are equal, nothing is
   better than average, and dz = 0. And Σ_k dz[k] = s − s · 1 = 0: adding the same to all logits changes nothing.

4. **A batch** has one s for each row: keepdims=True makes a column (N, 1) of them.

With p = (1/2, 1/4, 1/4) and dp = (0, 4, 8): s = 0 + 1 + 2 = 3, and dz = (−3/2, 1/4, 5/4).

>>> softmax_backward(np.array([[0.0, 4.0, 8.0]]), np.array([[0.5, 0.25, 0.25]])).tolist()
[[-1.5, 0.25, 1.25]]
>>> P = np.array([[0.2, 0.8]])  # with dP = −1/p at the true class: P − one-hot
>>> softmax_backward(np.array([[-5.0, 0.0]]), P).round(6).tolist()
[[-0.8, 0.8]]
"""
### END EXPLANATION

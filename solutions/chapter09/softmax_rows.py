"""Softmax.

The last layer of a classifier gives every sample K numbers, its logits, as large or small as they like. Softmax turns
them into probabilities of K classes:

    p[k] = e^z[k] / (e^z[0] + e^z[1] + … + e^z[K−1]).

All are positive, their sum is 1, and the largest logit keeps the largest probability. A batch Z (N, K) has one sample a
row, and every row is normalised by itself. In general the classes lie along one axis of Z, the last one if nothing else
is said, and every line along this axis is normalised by itself.

Logits may be anything. e^1000 is more than a float64 can hold, and e^−1000 is 0 to it: where all terms of a sum become
∞, or all become 0, there is nothing left but NaN. The way out is a property of softmax: adding the same number to all
logits of a row does not change its probabilities. Which number makes a row safe? And can one number be safe for all
rows, if one row has logits around 0 and another around −2000?

References
----------
Kneusel, Math for Deep Learning, chapters 9 and 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
3.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def softmax(Z: Array, axis: int = -1) -> Array:
    """Return the probabilities that belong to logits.

    Parameters
    ----------
    Z : array of one axis or more
        Logits; a batch is (N, K).
    axis : int
        The axis of the classes. Negative numbers count from the end, as everywhere in NumPy.

    Returns
    -------
    P : same shape as Z
        Sums to 1 along the axis.

    Examples
    --------
    Logits log 1 and log 3 are in the proportion 1 : 3, and so are the same logits with 1000 added:

    >>> softmax(np.array([[0.0, np.log(3.0)], [1000.0 + np.log(3.0), 1000.0]])).round(6).tolist()
    [[0.25, 0.75], [0.75, 0.25]]
    """
    ### BEGIN SOLUTION
    E: Array = np.exp(Z - Z.max(axis=axis, keepdims=True))
    total: Array = E.sum(axis=axis, keepdims=True)
    return E / total
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A shift changes nothing.** For any number c,

       e^(z[k] − c) / Σ_j e^(z[j] − c) = e^−c e^z[k] / (e^−c Σ_j e^z[j]) = e^z[k] / Σ_j e^z[j].

   So c may be chosen by what a float64 can hold.

2. **The maximum is the right c.** With c = max_k z[k] the largest exponent is 0: every term is at most 1, so nothing
   overflows, and one term is exactly 1, so the sum is at least 1 and never 0. Terms that are lost to underflow are
   smaller than 10^−308 beside that 1, far less than a rounding error.

3. **Other choices fail.** c = 0 overflows above 709. The mean leaves large logits large. The largest modulus shifts a
   row of logits around −1000 to −2000, where all terms are 0. Clipping makes 1000 and 1001 equal, which have the
   proportion 1 : e.

4. **Each row needs its own c.** The maximum of the whole batch takes row 0 below, with logits around 0, down to −2000:
   all its terms are 0, and 0 / 0 is NaN.

With `keepdims=True`, maximum and sum keep their axis with length 1, (N, 1) for a batch, and are spread over the classes
again, whichever axis these lie along.

>>> Z = np.array([[0.0, np.log(3.0)], [2000.0, 2000.0]])
>>> Z.max(axis=-1, keepdims=True).round(3).tolist()
[[1.099], [2000.0]]
>>> softmax(Z).round(6).tolist()
[[0.25, 0.75], [0.5, 0.5]]
>>> E = np.exp(Z - Z.max())  # one maximum for all rows: nothing is left of the first
>>> E.sum(axis=-1).tolist()
[0.0, 2.0]
"""
### END EXPLANATION

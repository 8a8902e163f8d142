"""The logarithm of a sum of exponentials.

Losses of classifiers, products of many small probabilities, partition functions: all of them end in

    logsumexp(z) = log(e^z[0] + e^z[1] + … + e^z[n−1]).

It is a maximum with soft corners: at least max z, and at most max z + log n. And it moves along: with c added to all z,
it is larger by c. That is also how it is computed, for e^1000 is more than a float64 can hold, and e^−1000 is 0 to it.

Z has any number of axes. The sum is taken along `axis`: one of them (the last if nothing else is said; negative numbers
count from the end), several (a tuple), or all (None). Every line is computed by itself: there may be one with numbers
around 0 and another with numbers around −2000. With keepdims=True the axes that are summed over stay, with length 1;
otherwise they disappear.

Infinite numbers do occur: −∞ is the logarithm of probability 0, and adds nothing to a sum. A line of −∞ only gives −∞,
and a line with +∞ gives +∞, never NaN. No Z has NaN or an axis of length 0. (A warning of NumPy's costs nothing.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 3.3. Blanchard, Higham, Higham, Accurately computing
the log-sum-exp and softmax functions (2021).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def logsumexp(Z: Array, axis: int | tuple[int, ...] | None = -1, keepdims: bool = False) -> Array:
    """Return log Σ e^z along some axes.

    Parameters
    ----------
    Z : array of one axis or more, float64
    axis : int, tuple of int or None
        The axis, or the axes, to sum over; None is all of them.
    keepdims : bool
        Whether these axes stay, with length 1.

    Returns
    -------
    L : array, float64
        The shape of Z without these axes, or with 1 in their place. Where no axis is left, a number.

    Examples
    --------
    log(1 + 3) = log 4, and 1000 more with 1000 added:

    >>> Z = np.array([[0.0, np.log(3.0)], [1000.0, 1000.0 + np.log(3.0)]])
    >>> (logsumexp(Z) - np.log(4.0)).round(6).tolist()
    [0.0, 1000.0]
    >>> logsumexp(Z, axis=1, keepdims=True).shape
    (2, 1)
    """
    ### BEGIN SOLUTION
    top = np.max(Z, axis=axis, keepdims=True)
    shift = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(over="ignore", divide="ignore"):
        L: Array = shift + np.log(np.sum(np.exp(Z - shift), axis=axis, keepdims=True))
    return L if keepdims else L.squeeze(axis=axis)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Take a number out.** For any c,

       log Σ e^z = log(e^c Σ e^(z − c)) = c + log Σ e^(z − c).

2. **The maximum is the right c.** Then one term of the sum is exactly 1, and no other is larger: nothing overflows, and
   the sum lies between 1 and n. So log Σ e^(z − c) lies between 0 and log n, which are the two bounds.

3. **Each line needs its own c.** The maximum of all of Z takes a line far below it down to where all its terms are 0,
   and log 0 = −∞. With keepdims=True the maxima keep their axes, and line up with Z.

4. **Infinite lines.** If c is −∞, z − c is −∞ − (−∞) = NaN; if it is +∞, the same. There is nothing to shift in such a
   line: with c = 0 its terms are all 0, or one of them is ∞, and the logarithm is right.

5. **Its gradient is softmax**: ∂/∂z[k] = e^z[k] / Σ e^z. That is why it is in the loss of every classifier.

>>> Z = np.array([[-1000.0, -1000.0], [0.0, -np.inf], [-np.inf, -np.inf], [np.inf, 0.0]])
>>> logsumexp(Z).round(6).tolist()
[-999.306853, 0.0, -inf, inf]
>>> bool(logsumexp(Z[0]) == -1000.0 + np.log(2.0))
True
"""
### END EXPLANATION

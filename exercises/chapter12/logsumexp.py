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
    raise NotImplementedError

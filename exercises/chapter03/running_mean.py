"""The law of large numbers, watched.

Throw a die, and write down the mean of all throws so far; throw again, and write down the new mean. The list begins
wildly and becomes calm, near 3.5. The law of large numbers says that it does, for independent numbers of any
distribution that has a mean μ: the mean of the first t goes to μ, and its standard deviation is σ / √t.

For numbers x[0], …, x[N−1], the running mean is

    m[t] = (x[0] + x[1] + … + x[t]) / (t + 1),        t = 0, …, N − 1,

the mean of everything up to and including x[t]. All numbers count alike, however long ago they came: this is neither
the mean of a window of fixed length nor an exponential average.

* m is float64 and has as many entries as x, the first of them x[0], the last the mean of all.
* x may hold integers of any type, such as the bytes of an image (uint8). Mind that a sum of bytes does not fit into a
  byte, and that a mean of whole numbers is no whole number.
* There is at least one number; all are finite.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import numpy as np
from numpy.typing import NDArray


def running_mean(x: NDArray[np.float64 | np.integer]) -> NDArray[np.float64]:
    """Return the mean of the first entry, of the first two, and so on up to the mean of all.

    Parameters
    ----------
    x : (N,), floats or integers
        At least one number; integers up to a million.

    Returns
    -------
    m : (N,), float64

    Examples
    --------
    >>> running_mean(np.array([3, 6, 0])).tolist()
    [3.0, 4.5, 3.0]
    """
    raise NotImplementedError

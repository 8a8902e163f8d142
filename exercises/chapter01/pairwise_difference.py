"""All differences of two lists.

Given n numbers a and m numbers b, their differences make a table (n, m), each number of a with each of b:

    D[i, j] = a[i] − b[j].

From such tables distances between points are computed, kernels, and comparisons of every sample of one group with every
sample of another. No loop is needed: NumPy *broadcasts*. Shapes are lined up from the right, an axis of length 1 is
repeated as often as the other array needs, and missing axes on the left count as 1. So (n, 1) with (m,) makes (n, m).
And (n,) with (m,) makes nothing at all, or, if n and m happen to be equal, something else than is wanted.

* The first list goes down, the second one across; the sign is that of a[i] − b[j].
* D is float64 whatever a and b are, and so is the subtraction: both may hold integers, also unsigned ones, for which
  NumPy says that 3 − 5 is 254. (Integers are small enough to be float64 exactly.)

Each list has at least one entry.

References
----------
Kneusel, Math for Deep Learning, chapter 1.
"""

import numpy as np
from numpy.typing import NDArray


def pairwise_difference(
    a: NDArray[np.float64 | np.integer], b: NDArray[np.float64 | np.integer]
) -> NDArray[np.float64]:
    """Return the difference of every entry of a and every entry of b.

    Parameters
    ----------
    a : (n,), floats or integers
    b : (m,), floats or integers

    Returns
    -------
    D : (n, m), float64
        D[i, j] = a[i] − b[j].

    Examples
    --------
    >>> pairwise_difference(np.array([10.0, 20.0]), np.array([1.0, 2.0, 3.0])).tolist()
    [[9.0, 8.0, 7.0], [19.0, 18.0, 17.0]]
    >>> pairwise_difference(np.array([3], dtype=np.uint8), np.array([5], dtype=np.uint8)).tolist()
    [[-2.0]]
    """
    raise NotImplementedError

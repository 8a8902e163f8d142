"""Median.

The median is the middle of a sample: sort it, and take the value that has as many before it as behind. If N is odd
there is one such value; if N is even, two stand in the middle, and the median is their mean. With the sorted sample
x₍₀₎ ≤ x₍₁₎ ≤ … ≤ x₍N₋₁₎, counted from 0,

    median = x₍ₖ₎                       for N = 2k + 1,
    median = (x₍ₖ₋₁₎ + x₍ₖ₎) / 2         for N = 2k.

One absurd value moves a mean as far as you like, and hardly moves a median: of five incomes, the largest may be
anything.

* x comes in any order, and stays in that order: sort a copy.
* A value that occurs several times counts as often as it occurs.
* x may hold integers. The median is a float all the same: that of 1 and 2 is 1.5, and that of 1, 2, 4 is 2.0.
* An empty x raises ValueError.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on means and medians.
"""

import numpy as np
from numpy.typing import NDArray


def median(x: NDArray[np.float64 | np.int64]) -> float:
    """Return the middle of a sample.

    Parameters
    ----------
    x : (N,), floats or integers
        In any order, at least one.

    Returns
    -------
    med : float

    Raises
    ------
    ValueError
        If x is empty.

    Examples
    --------
    Sorted, the first sample is 1, 3, 8, and the second one 1, 3, 4, 8.

    >>> float(median(np.array([8.0, 1.0, 3.0])))
    3.0
    >>> float(median(np.array([8, 1, 3, 4])))
    3.5
    """
    raise NotImplementedError

"""Standardised columns.

A table of data X (N, D) has one sample a row and one feature a column. Features come in units of their own: one is
measured in metres and varies by 0.01, another in years and varies by 20. What counts for learning is how unusual a
value is in its own column. So each column is shifted and scaled until its mean is 0 and its standard deviation is 1:

    Z[n, d] = (X[n, d] − mean[d]) / std[d].

Mean and deviation are returned as well: new samples must be standardised with the numbers of the old ones, and
Z · std + mean gives X back.

Four conventions decide the answer.

* The deviation is the population's: the root of the mean squared deviation, divided by N and not by N − 1.
* A column is constant if all its entries are equal, and for no other reason; a table of one sample has constant columns
  only. There Z is 0, and the std that is returned is 0.
* However small a column's deviation is, if the column is not constant it is scaled up to 1.
* X may hold integers. The results are float64 all the same.

Mind rounding, in two places. The mean of seven times 0.1 need not be 0.1 on a computer, and so the computed deviation
of a constant column need not be 0. And in a column of numbers around a million, whose squares are around 10¹², there is
little left of a variance of 1 if squares are subtracted from each other.

There is at least one sample, and X is finite.

References
----------
Kneusel, Math for Deep Learning, chapter 1. Chan, Golub, LeVeque, Algorithms for computing the sample variance (1983).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def standardize_columns(X: NDArray[np.float64 | np.int64]) -> tuple[Array, Array, Array]:
    """Return the columns of X with mean 0 and standard deviation 1, and the means and deviations that they had.

    Parameters
    ----------
    X : (N, D), floats or integers
        One sample a row, at least one.

    Returns
    -------
    Z : (N, D), float64
    mean : (D,), float64
    std : (D,), float64
        0 for a constant column.

    Examples
    --------
    The second column is constant:

    >>> Z, mean, std = standardize_columns(np.array([[1, 5], [5, 5]]))
    >>> Z.tolist(), mean.tolist(), std.tolist()
    ([[-1.0, 0.0], [1.0, 0.0]], [3.0, 5.0], [2.0, 0.0])
    """
    raise NotImplementedError

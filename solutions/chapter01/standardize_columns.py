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
    ### BEGIN SOLUTION
    mean: Array = X.mean(axis=0)
    constant = np.equal(X, X[0]).all(axis=0)
    std: Array = np.where(constant, 0.0, X.std(axis=0))
    Z: Array = np.divide(X - mean, std, out=np.zeros(X.shape), where=~constant)
    return Z, mean, std
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why the mean becomes 0 and the deviation 1.** Summed over the N entries of a column,

       Σ (x − m) / s = (Σ x − N m) / s = 0             since N m = Σ x,
       Σ ((x − m) / s)² / N = s² / s² = 1              since s² = Σ (x − m)² / N.

   Axis 0 counts the samples: a mean along it has shape (D,), one number for each column, and X − mean is broadcast
   along the rows.

2. **N or N − 1.** N − 1 makes s² right on average as an estimate for a larger population. Here nothing is estimated:
   the numbers of this very column are to have the deviation 1. `np.std` divides by N if nothing else is said.

3. **Units drop out.** If x becomes a x + c with a > 0, then m becomes a m + c and s becomes a s: Z stays. Metres or
   feet, Celsius or Fahrenheit make no difference any more.

4. **Constant columns.** s = 0, and 0 / 0 is NaN. Such a column says nothing, and 0 says nothing. But asking whether the
   computed s is 0 does not find all of them:

>>> column = np.full(7, 0.1)
>>> bool(column.std() == 0), bool(column.std() < 1e-15)
(False, True)

   The mean of seven tenths is off by a rounding, so is every deviation, and by the same amount: divided by their own
   size they become ±1, out of nothing. Asking for less than 1e-8 instead loses columns of small numbers. What is meant
   can be asked directly: are all entries equal to the first?

>>> bool((column == column[0]).all())
True

5. **Large offsets.** Σ x² / N − m² is the same number on paper. Around 10⁸ both terms are 10¹⁶, which a float64 knows
   to the nearest 2: their difference, 2/3, is lost.

>>> x = np.array([1e8, 1e8 + 1.0, 1e8 + 2.0])
>>> float(np.mean((x - x.mean()) ** 2).round(6)), float(np.mean(x**2) - np.mean(x) ** 2)
(0.666667, 2.0)

   Subtract the mean first, square afterwards: then no large numbers cancel.

With numbers: 1, 3 and 8 have the mean 4; the squares of −3, −1 and 4 are 9, 1 and 16, with the mean 26 / 3.

>>> Z, mean, std = standardize_columns(np.array([[1.0], [3.0], [8.0]]))
>>> mean.tolist(), bool(np.isclose(std[0] ** 2, 26 / 3))
([4.0], True)
>>> (Z * std + mean).round(9).ravel().tolist()
[1.0, 3.0, 8.0]
"""
### END EXPLANATION

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
    ### BEGIN SOLUTION
    N = len(x)
    if N == 0:
        raise ValueError("an empty sample has no middle")
    ordered = np.sort(x)
    return float((ordered[(N - 1) // 2] + ordered[N // 2]) / 2)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Where the middle is.** Counted from 0, the sorted sample ends at N − 1, so its middle is at (N − 1) / 2. For N = 5
   that is 2: two values before it, two behind. For N = 4 it is 1.5, between the places 1 and 2.

2. **One formula for both.** With whole-number division, (N − 1) // 2 and N // 2 are the same place if N is odd, and the
   two in the middle if N is even. The mean of a value with itself is that value.

>>> [((N - 1) // 2, N // 2) for N in (1, 2, 3, 4, 5)]
[(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]

3. **Robust.** Let the largest value become as large as you like: the sorted order, and so the median, stays as it is.
   Nearly half of the values would have to be wrong before it goes astray. The mean goes with the first.

>>> incomes = np.array([20.0, 30.0, 30.0, 40.0, 1000.0])
>>> float(np.mean(incomes)), median(incomes)
(224.0, 30.0)

4. **What it is the best of.** The mean makes Σ (xᵢ − m)² smallest, the median makes Σ |xᵢ − m| smallest. Take m one
   step to the right: the sum grows by a step for each value on the left, and shrinks by one for each on the right. So
   it stops shrinking where as many are left as right.

5. **Sort a copy.** `x.sort()` sorts the caller's array, who may need its order: it may belong to other columns.
   `np.sort(x)` and `sorted(x)` make a new one.

With numbers: 8, 1, 3, 4 becomes 1, 3, 4, 8; N = 4, the places 1 and 2 hold 3 and 4, and the median is 3.5.
"""
### END EXPLANATION

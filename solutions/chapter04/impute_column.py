"""Filling gaps with the median of the column.

Tables have gaps: a sensor fails, a question stays unanswered. In a float64 array a gap is NaN, "not a number", and it
spreads: a sum with one NaN is NaN, and so is whatever a network makes of it. Leaving out every sample with a gap wastes
the rest of its row. What is simple, and often good enough: put the median of what was observed in the same column into
the gap. The median, not the mean, for one absurd value must not decide what is put everywhere else.

* X (N, D) has one sample a row, and gaps are NaN. The median is that of the column's other entries, those that are not
  NaN; of an even number of them, it is the mean of the two in the middle.
* What was observed stays as it is, to the last bit.
* A column in which nothing was observed stays NaN: nobody knows better.
* The result is a new array, also if there are no gaps. X keeps its own.

Mind that NaN is equal to nothing, not even to itself: X == np.nan is False everywhere.

There is at least one row and one column, and no entry is infinite.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on missing data.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def impute_column(X: Array) -> Array:
    """Return X with each gap filled by the median of what was observed in its column.

    Parameters
    ----------
    X : (N, D), float64
        One sample a row; gaps are NaN.

    Returns
    -------
    filled : (N, D), float64
        A new array; NaN where a whole column is.

    Examples
    --------
    In the first column 9, 2 and 9 were observed, in the second nothing, in the third 0 and 8, in the last one 0 alone:

    >>> nan = float("nan")
    >>> X = np.array([[9.0, nan, 0.0, nan], [nan, nan, nan, 0.0], [2.0, nan, nan, nan], [9.0, nan, 8.0, nan]])
    >>> impute_column(X).tolist()
    [[9.0, nan, 0.0, 0.0], [9.0, nan, 4.0, 0.0], [2.0, nan, 4.0, 0.0], [9.0, nan, 8.0, 0.0]]
    """
    ### BEGIN SOLUTION
    filled = X.copy()
    for d in range(X.shape[1]):
        gaps = np.isnan(X[:, d])
        if not gaps.all():
            filled[gaps, d] = np.median(X[~gaps, d])
    return filled
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Finding the gaps.** NaN is what 0/0 gives. It is made so that no comparison with it is true: x == x is False for
   NaN, and for nothing else. `np.isnan` tells.

>>> x = np.array([1.0, np.nan, 9.0, 2.0])
>>> (x == np.nan).tolist(), np.isnan(x).tolist(), (x != x).tolist()
([False, False, False, False], [False, True, False, False], [False, True, False, False])

2. **The median of what is there.** With a mask, x[~gaps] holds the observed entries, here 1, 9, 2: sorted 1, 2, 9, the
   median is 2. The median of all four would be NaN, for NaN spreads.

>>> gaps = np.isnan(x)
>>> float(np.median(x[~gaps])), bool(np.isnan(np.median(x)))
(2.0, True)

3. **Column by column.** Features have units of their own: a median over the whole table, or along a row, mixes metres
   and years. `np.nanmedian(X, axis=0)` has one for each column, shape (D,), leaving NaN out; `np.where(np.isnan(X),
   medians, X)` takes the median of its own column for each gap, because (D,) is broadcast along the rows.

>>> X = np.array([[1.0, 5.0], [np.nan, np.nan], [9.0, np.nan], [2.0, 8.0]])
>>> medians = np.nanmedian(X, axis=0)
>>> medians.tolist(), np.where(np.isnan(X), medians, X).tolist() == impute_column(X).tolist()
([2.0, 6.5], True)

4. **Not the mean.** Of 1, 2 and 900 the mean is 301, close to nothing that was observed; the median is 2.

5. **What it costs.** The median of the column stays what it was. But values in the middle do not vary: the more gaps
   are filled, the smaller the variance of the column gets, and its correlations with others. Three gaps beside 1, 2, 9:

>>> before, after = np.array([1.0, 2.0, 9.0]), np.array([1.0, 2.0, 9.0, 2.0, 2.0, 2.0])
>>> float(np.median(after)), round(float(before.var()), 3), round(float(after.var()), 3)
(2.0, 12.667, 7.333)
"""
### END EXPLANATION

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
    raise NotImplementedError

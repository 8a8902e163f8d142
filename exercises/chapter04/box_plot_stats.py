"""The numbers of a box plot.

A box plot draws a sample with a handful of numbers. The box goes from the first quartile to the third, with a line at
the median: the middle half of the sample. Its height is the interquartile range, IQR = q3 − q1. Two whiskers lead to
the most extreme values that are not suspicious, and what is suspicious is drawn by itself. Where suspicion begins is
Tukey's rule: below the lower fence, q1 − 1.5 IQR, or above the upper one, q3 + 1.5 IQR.

* q1, median and q3 are quantiles of 1/4, 1/2 and 3/4, interpolated linearly: between the sorted values, the one of q
  stands at the place (N − 1) q, counted from 0. That is what `np.quantile` returns. (Medians of the two halves of the
  sample are another convention, and other numbers.)
* A whisker ends at a value of the sample, never at a fence: the lower one at the smallest value that is not below the
  lower fence, the upper one at the largest that is not above the upper fence.
* A value on a fence is not suspicious.
* The rule stands even if a whisker then ends inside of the box. Of 0, 0, 0, 100 the quartiles are 0 and 25 and the
  upper fence is 62.5: the upper whisker ends at 0, below q3.
* Outliers are all values beyond the fences, ascending, as often as they occur: a float64 array, empty if there are
  none.
* x may hold integers, comes in any order, and stays in that order. An empty x raises ValueError.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on box plots. Tukey, Exploratory Data Analysis (1977).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def box_plot_stats(x: NDArray[np.float64 | np.int64]) -> tuple[float, float, float, float, float, Array]:
    """Return the numbers that a box plot shows.

    Parameters
    ----------
    x : (N,), floats or integers
        In any order, at least one.

    Returns
    -------
    q1, med, q3 : float
        The box and its line.
    lo_whisker, hi_whisker : float
        The most extreme values within the fences.
    outliers : (K,), float64
        Those beyond the fences, ascending.

    Raises
    ------
    ValueError
        If x is empty.

    Examples
    --------
    The quartiles of 0, 3, 4, 5, 20 are 3 and 5, so the fences are at 0 and at 8. 0 is on its fence, and no outlier.

    >>> *numbers, outliers = box_plot_stats(np.array([20, 4, 0, 3, 5]))
    >>> [float(number) for number in numbers], outliers.tolist()
    ([3.0, 4.0, 5.0, 0.0, 5.0], [20.0])
    """
    raise NotImplementedError

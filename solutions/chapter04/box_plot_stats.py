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
    ### BEGIN SOLUTION
    if len(x) == 0:
        raise ValueError("there is no box plot of nothing")
    ordered = np.sort(x).astype(np.float64)
    q1, med, q3 = np.quantile(ordered, (0.25, 0.5, 0.75))
    reach = 1.5 * (q3 - q1)
    suspicious = (ordered < q1 - reach) | (ordered > q3 + reach)
    within = ordered[~suspicious]
    return float(q1), float(med), float(q3), float(within[0]), float(within[-1]), ordered[suspicious]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The box.** Half of a sample lies between its quartiles, whatever its shape. Of 0, 3, 4, 5, 20 they stand at the
   places (5 − 1) · 1/4 = 1 and 3 of the sorted values, counted from 0: 3 and 5, with the median 4 between them.

2. **The fences.** IQR = 5 − 3 = 2, so they are at 3 − 3 = 0 and at 5 + 3 = 8. They are limits, and need not be values:
   nothing is drawn there.

3. **The whiskers.** Within [0, 8], fences included, lie 0, 3, 4 and 5: the whiskers end at 0 and at 5. Beyond lies 20.

>>> x = np.array([0.0, 3.0, 4.0, 5.0, 20.0])
>>> q1, q3 = np.quantile(x, [0.25, 0.75])
>>> within = x[(x >= q1 - 1.5 * (q3 - q1)) & (x <= q3 + 1.5 * (q3 - q1))]
>>> within.tolist(), float(within.min()), float(within.max())
([0.0, 3.0, 4.0, 5.0], 0.0, 5.0)

4. **Why something is always within.** Every value between q1 and q3 is, and if N > 2 there is one: half of the sample
   lies there. For N = 2 the quartiles lie between the two values a < b, at a + d/4 and a + 3d/4 with d = b − a; the
   fences lie d/2 beyond the values.

5. **Why 1.5.** If x is normal, the quartiles are at ±0.674 deviations, and the fences at ±2.698: seven of a thousand
   values lie beyond. With a large sample, a few outliers are no reason to worry.

>>> from statistics import NormalDist
>>> quartile = NormalDist().inv_cdf(0.75)
>>> round(2 * (1 - NormalDist().cdf(4 * quartile)), 4)
0.007

6. **A whisker inside of the box.** Of 0, 0, 0, 100 the upper quartile stands at (4 − 1) · 3/4 = 2.25, a quarter of the
   way from 0 to 100: it is 25, no value of the sample. The fence is at 62.5, so 100 is beyond, and the next value is 0.
   Plotting libraries draw no whisker then.

>>> numbers = box_plot_stats(np.array([0.0, 0.0, 0.0, 100.0]))
>>> numbers[2], numbers[4], numbers[5].tolist()
(25.0, 0.0, [100.0])
"""
### END EXPLANATION

"""Measures of spread.

How far do the values of a sample lie from their middle? Deviations from the mean sum to 0, so their signs have to go,
and there are several ways to do that. With the mean m of x₁, …, x_N:

* mad_mean, the mean absolute deviation: the mean of |xᵢ − m|;
* mad_median, the median absolute deviation: the median of |xᵢ − median(x)|, the median taken twice;
* var0 = Σ (xᵢ − m)² / N, the variance of these very numbers;
* var1 = Σ (xᵢ − m)² / (N − 1), the sample variance: an estimate for what the sample was drawn from, right on average;
* std1 = √var1, the standard deviation, in the unit of x again;
* sem = std1 / √N, the standard error of the mean: how far m itself is likely to be off.

Five conventions decide the answer.

* What is returned is a dict with the six names above.
* mad_mean is about the mean, mad_median about the median, and neither is multiplied by anything (1.4826 makes an
  estimate of a normal distribution's deviation out of mad_median: not here).
* x may hold integers; the values are floats.
* If N = 1, the spread of the sample is 0, and what divides by N − 1 is unknown: mad_mean, mad_median and var0 are 0,
  and var1, std1 and sem are NaN.
* An empty x raises ValueError.

Mind rounding. The variance is also the mean of the squares minus the square of the mean, on paper. Around a million the
squares are around 10¹², and their difference has few right digits left.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on measures of variation. Chan, Golub, LeVeque, Algorithms for computing the
sample variance (1983).
"""

import numpy as np
from numpy.typing import NDArray


def spread_measures(x: NDArray[np.float64 | np.int64]) -> dict[str, float]:
    """Return six measures of the spread of a sample.

    Parameters
    ----------
    x : (N,), floats or integers
        At least one.

    Returns
    -------
    spread : dict of float
        With the keys mad_mean, mad_median, var0, var1, std1 and sem.

    Raises
    ------
    ValueError
        If x is empty.

    Examples
    --------
    The mean is 4, and the deviations from it are −4, −2, 0, 6. The median is 3, and those from it are −3, −1, 1, 7.

    >>> spread = spread_measures(np.array([0, 2, 4, 10]))
    >>> float(spread["mad_mean"]), float(spread["mad_median"]), float(spread["var0"])
    (3.0, 2.0, 14.0)
    >>> round(float(spread["var1"]), 6), round(float(spread["std1"]), 6), round(float(spread["sem"]), 6)
    (18.666667, 4.320494, 2.160247)
    """
    raise NotImplementedError

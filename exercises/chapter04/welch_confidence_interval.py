"""A confidence interval for the difference of two means.

A test says whether a difference can be chance. How large it is, and how well that is known, says an interval: with the
standard error and the degrees of freedom of Welch's test,

    SE = √( s_a² / n + s_b² / m ),    df = SE⁴ / ( (s_a²/n)² / (n − 1) + (s_b²/m)² / (m − 1) ),

the interval is

    ā − b̄ ± t* · SE,    where P(T ≤ t*) = 1 − α/2 for Student's T with df degrees of freedom.

Its confidence is 1 − α: of many such intervals, from many samples, a share of about 1 − α contains the true difference.
α is shared by both sides, so each tail has α/2. It is the same as the test, asked the other way round: the interval
contains 0 exactly where p > α.

* s_a² and s_b² are sample variances, with n − 1 and m − 1 below. df is no whole number, and is not rounded.
* The interval is for ā − b̄. The lower end comes first.
* The quantiles of Student's distribution come in as a function: t_ppf(q, df) is the t with P(T ≤ t) = q.
* α lies between 0 and 1; 0, 1 and what is outside raise ValueError.
* Each group has two values at least, and not all values are equal in both: otherwise ValueError. Where rounding makes
  something tiny, not 0, of the variance of equal values, nothing is asked.
* Groups may be of different sizes, and hold floats or integers.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on confidence intervals.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Sample = NDArray[np.float64 | np.int64]


def welch_confidence_interval(
    a: Sample, b: Sample, alpha: float, t_ppf: Callable[[float, float], float]
) -> tuple[float, float]:
    """Return the interval that contains the difference of the means with confidence 1 − alpha.

    Parameters
    ----------
    a : (n,), floats or integers
    b : (m,), floats or integers
        The groups, each with two values at least.
    alpha : float
        Between 0 and 1: 0.05 for a confidence of 95 %.
    t_ppf : callable
        t_ppf(q, df) is the t with P(T ≤ t) = q of Student's distribution, for two numbers.

    Returns
    -------
    low, high : float

    Raises
    ------
    ValueError
        If alpha is not between 0 and 1, if a group has fewer than two values, or if both groups are constant.

    Examples
    --------
    The difference of the means is −4.5, s_a²/n = 9/4, s_b²/m = 27/4, SE = 3 and df = 32/11. Student's quantiles need a
    table; the function here is made up, to be done by hand: t* = (2 · 0.8 − 1) · 8 / df = 0.6 · 8 · 11/32 = 1.65.

    >>> made_up = lambda q, df: (2 * q - 1) * 8 / df
    >>> low, high = welch_confidence_interval(np.array([1, 4]), np.array([2.5, 7.0, 11.5]), 0.4, made_up)
    >>> round(float(low), 6), round(float(high), 6)
    (-9.45, 0.45)
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    if not 0 < alpha < 1 or min(len(a), len(b)) < 2:
        raise ValueError("alpha must lie between 0 and 1, and each group needs two values at least")
    a_error, b_error = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    squared = a_error + b_error
    if squared == 0:
        raise ValueError("if neither group varies, nothing is known of how far the difference is off")
    df = float(squared**2 / (a_error**2 / (len(a) - 1) + b_error**2 / (len(b) - 1)))
    centre = np.mean(a) - np.mean(b)
    reach = t_ppf(1 - alpha / 2, df) * np.sqrt(squared)
    return float(centre - reach), float(centre + reach)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **From the test to the interval.** Let δ be the true difference. Then (ā − b̄ − δ) / SE follows Student's law,
   nearly, whatever δ is. It lies between −t* and t* with the probability 1 − α if each tail beyond has α/2:

       −t* ≤ (ā − b̄ − δ) / SE ≤ t*    ⇔    ā − b̄ − t* SE ≤ δ ≤ ā − b̄ + t* SE.

   What is random here are the ends, not δ.

2. **α/2.** With t* from P(T ≤ t*) = 1 − α there would be α in each tail, and 2α outside: an interval of 90 % that calls
   itself one of 95 %. For a normal variable 1 − α/2 = 0.975 leads to the well-known 1.96, 0.95 to 1.645:

>>> from statistics import NormalDist
>>> [round(NormalDist().inv_cdf(q), 3) for q in (0.975, 0.95)]
[1.96, 1.645]

3. **Student's quantile is larger**, because SE is estimated as well: 4.303 for df = 2 instead of 1.96. For small groups
   the normal quantile promises too much.

>>> quantile = lambda q, df: (2 * q - 1) * (2 / (1 - (2 * q - 1) ** 2)) ** 0.5  # for df = 2
>>> round(quantile(0.975, 2), 3)
4.303

4. **The same as the test.** 0 lies in the interval exactly where |ā − b̄| < t* SE, that is |t| < t*, that is p > α. Of
   1, 5 and 4, 8, with df = 2, the test has p = 0.4: with α = 0.4 an end of the interval is 0.

>>> a, b = np.array([1.0, 5.0]), np.array([4.0, 8.0])
>>> [tuple(round(end, 3) for end in welch_confidence_interval(a, b, alpha, quantile)) for alpha in (0.5, 0.3)]
[(-5.309, -0.691), (-6.921, 0.921)]

5. **More confidence is less precise**: a smaller α leads further out, a larger t*. Four times as many samples halve SE,
   and the interval.

With numbers: a = 1, 5 and b = 4, 8: ā − b̄ = −3, SE = √8, df = 2. With α = 0.4, 1 − α/2 = 0.8 and 2 · 0.8 − 1 = 0.6:
t* = 0.6 √(2 / 0.64) = 1.0607, and t* SE = 0.6 √(16 / 0.64) = 3. The interval goes from −6 to 0.
"""
### END EXPLANATION

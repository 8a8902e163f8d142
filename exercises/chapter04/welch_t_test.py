"""Welch's t test.

Two groups were measured, a and b, and their means differ. Would they differ as much if nothing but chance were at work?
Let s_a² and s_b² be the sample variances of the groups, with n − 1 and m − 1 below. The mean of a is off by about
s_a / √n and that of b by s_b / √m, independently, so squares add up: the standard error of the difference is

    SE = √( s_a² / n + s_b² / m ),        t = (ā − b̄) / SE.

t says how many standard errors the difference is. If both groups are drawn from normal distributions with the same
mean, t follows, nearly, Student's distribution with

    df = (s_a²/n + s_b²/m)² / ( (s_a²/n)² / (n − 1) + (s_b²/m)² / (m − 1) )

degrees of freedom (Welch and Satterthwaite), and p is the probability that |t| is as large or larger by chance.

Welch's test does not ask for equal variances. (Student's, which pools them, does; where the smaller group varies more,
it finds differences that are none.)

* t has a sign, that of ā − b̄. p is two-sided: both tails count, whatever the sign.
* df is no whole number, and is not rounded.
* The tail of Student's distribution comes in as a function: t_sf(t, df) is the probability to find more than t.
* Each group has two values at least, and not all values are equal in both: otherwise ValueError. One group alone may
  be constant. Where rounding makes something tiny, not 0, of the variance of equal values, nothing is asked.
* Groups may be of different sizes, and hold floats or integers.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on the t test. Welch, The generalization of Student's problem when several
different population variances are involved (1947).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Sample = NDArray[np.float64 | np.int64]


def welch_t_test(a: Sample, b: Sample, t_sf: Callable[[float, float], float]) -> tuple[float, float, float]:
    """Test whether two groups have the same mean.

    Parameters
    ----------
    a : (n,), floats or integers
    b : (m,), floats or integers
        The groups, each with two values at least.
    t_sf : callable
        t_sf(t, df) = P(T > t) of Student's distribution, for two numbers.

    Returns
    -------
    t, df, p : float

    Raises
    ------
    ValueError
        If a group has fewer than two values, or if both groups are constant.

    Examples
    --------
    Both variances are 8, so SE² = 8/2 + 8/2 = 8 and df = 8² / (4² + 4²) = 2, for which the tail can be written down:

    >>> tail = lambda t, df: 0.5 - 0.5 * t / (2 + t * t) ** 0.5
    >>> t, df, p = welch_t_test(np.array([1, 5]), np.array([4, 8]), tail)
    >>> round(float(t), 6), round(float(df), 6), round(float(p), 6)
    (-1.06066, 2.0, 0.4)
    """
    raise NotImplementedError

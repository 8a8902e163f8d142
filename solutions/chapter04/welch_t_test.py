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
    ### BEGIN SOLUTION
    if min(len(a), len(b)) < 2:
        raise ValueError("each group needs two values at least")
    a_error, b_error = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    squared = a_error + b_error
    if squared == 0:
        raise ValueError("if neither group varies, there is nothing to compare the difference with")
    t = float((np.mean(a) - np.mean(b)) / np.sqrt(squared))
    df = float(squared**2 / (a_error**2 / (len(a) - 1) + b_error**2 / (len(b) - 1)))
    return t, df, float(2 * t_sf(abs(t), df))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The error of a difference.** The variance of ā is σ_a²/n. Variances of independent quantities add up, for sums and
   for differences: Var(ā − b̄) = σ_a²/n + σ_b²/m. Put the sample variances in, take the root, and that is SE.

2. **Why not the normal distribution.** SE is made of the sample, too. If it happens to be small, t is large: large
   values are more frequent than with the true variance. For one group Gosset ("Student") found the law in 1908; it
   depends on how many deviations the variance is made of, its degrees of freedom. With two values, it has tails that
   are hard to believe:

>>> from math import atan, pi
>>> one_degree = lambda t: 0.5 - atan(t) / pi
>>> round(2 * one_degree(2.0), 3)  # 0.046 for a normal variable
0.295

3. **df.** The two terms of SE² follow two different laws. Welch and Satterthwaite take the Student's law that has the
   same mean and variance. For equal terms and n = m it has 2 (n − 1) degrees of freedom, what pooling has. If one term
   prevails, it is that group's alone, n − 1 or m − 1; it always is between the smaller of these and n + m − 2.

>>> tail = lambda t, df: 0.0
>>> varied, quiet = np.array([0.0, 10.0, 20.0, 30.0]), np.array([0.0, 0.01, 0.02, 0.03, 0.04, 0.05])
>>> [round(welch_t_test(a, b, tail)[1], 2) for a, b in ((varied, varied), (varied, quiet), (quiet, varied))]
[6.0, 3.0, 3.0]

4. **Two sides.** Before the data were seen, it was open which group is larger: a difference as large the other way
   round would have surprised as much. Student's law is symmetric, so p = 2 P(T > |t|). Without the modulus, a negative
   t has a p above 1.

5. **What p is not.** It is not the probability that the groups are the same, and not how large the difference is: with
   many samples anything becomes significant. For that, see the interval and the effect size.

With numbers: a = 1, 5 and b = 4, 8 have the means 3 and 6 and the variances 8 and 8. SE² = 4 + 4 = 8, t = −3/√8 =
−1.061, df = 64 / (16/1 + 16/1) = 2. For 2 degrees of freedom P(T > t) = ½ − ½ t / √(2 + t²). With t² = 9/8 the root is
√(25/8), and t / √(2 + t²) = 3/5: p = 1 − 0.6 = 0.4.
"""
### END EXPLANATION

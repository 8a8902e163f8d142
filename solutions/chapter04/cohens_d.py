"""Cohen's d.

A p value mixes two things: how large a difference is, and how many samples there are. With enough samples, any
difference is significant. How large it is compared with how much people, or flowers, differ anyhow, is the effect size:

    d = (ā − b̄) / √( (s_a² + s_b²) / 2 ),

the difference of the means in standard deviations. About 0.2 is called small, 0.5 medium, 0.8 large.

Which deviation that is differs from book to book, and decides the answer. Here it is the root of the average of the two
sample variances,

* each divided by n − 1, or m − 1,
* both with the same weight, however large the groups are (pooled variances have the weights n − 1 and m − 1),
* averaged before the root is taken, and not after.

And further:

* d has a sign, that of ā − b̄. It has no unit.
* Each group has two values at least, and not all values are equal in both: otherwise ValueError. One group alone may
  be constant. Where rounding makes something tiny, not 0, of the variance of equal values, nothing is asked.
* Groups may be of different sizes, and hold floats or integers.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on effect size. Cohen, Statistical Power Analysis for the Behavioral
Sciences (1988).
"""

import numpy as np
from numpy.typing import NDArray

Sample = NDArray[np.float64 | np.int64]


def cohens_d(a: Sample, b: Sample) -> float:
    """Return the difference of the means of two groups in standard deviations.

    Parameters
    ----------
    a : (n,), floats or integers
    b : (m,), floats or integers
        The groups, each with two values at least.

    Returns
    -------
    d : float

    Raises
    ------
    ValueError
        If a group has fewer than two values, or if both groups are constant.

    Examples
    --------
    The means are 3 and 6, the variances 8 and 10, with the average 9:

    >>> float(cohens_d(np.array([1, 5]), np.array([6.0, 6.0, 6.0, 6.0, 1.0, 11.0])))
    -1.0
    """
    ### BEGIN SOLUTION
    if min(len(a), len(b)) < 2:
        raise ValueError("each group needs two values at least")
    variance = (np.var(a, ddof=1) + np.var(b, ddof=1)) / 2
    if variance == 0:
        raise ValueError("if neither group varies, there is nothing to measure the difference with")
    return float((np.mean(a) - np.mean(b)) / np.sqrt(variance))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A ruler.** Is a difference of 3 cm large? Between the heights of two people it is nothing, between the widths of
   two petals it is much. So measure it with what varies anyhow: the deviation within the groups.

2. **Not the standard error.** t divides by √(s_a²/n + s_b²/m), which shrinks as the groups grow: t says how surely
   there is a difference. d says how large it is, and settles down as the groups grow. If n = m, then t = d √(n/2):

>>> a, b = np.array([1.0, 5.0]), np.array([4.0, 8.0])
>>> t = (a.mean() - b.mean()) / np.sqrt(a.var(ddof=1) / 2 + b.var(ddof=1) / 2)
>>> round(cohens_d(a, b), 6), round(float(t), 6)
(-1.06066, -1.06066)

3. **Why variances are averaged, not deviations.** If both groups have the same σ², each s² is right on average, and so
   is their average. Deviations are roots of these, and too small on average. With 0 and 8 for the variances, the root
   of the average is 2, the average of the roots 1.41.

4. **The same weight.** Pooling, ((n − 1) s_a² + (m − 1) s_b²) / (n + m − 2), trusts the larger group more. If the
   variances differ, d then depends on how many samples somebody happened to take of each:

>>> a, b = np.array([1.0, 5.0]), np.array([6.0, 6.0, 6.0, 6.0, 1.0, 11.0])
>>> pooled = (1 * a.var(ddof=1) + 5 * b.var(ddof=1)) / 6
>>> cohens_d(a, b), round(float((a.mean() - b.mean()) / np.sqrt(pooled)), 4)
(-1.0, -0.9649)

5. **What d tells.** For two normal groups of equal variance, a share Φ(d) of a lies above the mean of b: for d = 0.8,
   79 %, and for d = 0.2, 58 %.

>>> from statistics import NormalDist
>>> [round(NormalDist().cdf(d), 2) for d in (0.2, 0.8)]
[0.58, 0.79]

With numbers: 1 and 5 have the mean 3 and the squares 4 + 4 = 8, over 1; 6, 6, 6, 6, 1, 11 have the mean 6 and the
squares 25 + 25 = 50, over 5, which is 10. (8 + 10)/2 = 9, its root is 3, and d = (3 − 6)/3 = −1.
"""
### END EXPLANATION

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
    raise NotImplementedError

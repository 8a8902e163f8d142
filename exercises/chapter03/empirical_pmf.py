"""Probabilities from counts.

A random variable X takes the values 0, 1, …, K − 1, and nobody knows how likely each of them is. What can be had are
samples of it: N whole numbers, drawn independently. Count how often each value occurs, and divide by N:

    p[k] = (number of samples that are k) / N.

This is the empirical distribution, the histogram of the samples, scaled so that its bars sum to 1. As N grows, p[k]
goes to the probability P(X = k): that is the law of large numbers, for the variable that is 1 where X = k, and 0
elsewhere.

Four conventions decide the answer.

* The values are 0 to K − 1, and K is `num_values`. A value that does not occur has p[k] = 0; it keeps its place, in the
  middle and at the end.
* What is returned is float64, one probability for each of the K values.
* A sample that is none of the values, so one below 0, or K or more, raises ValueError.
* Without samples there are no frequencies: N = 0 raises ValueError.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import numpy as np
from numpy.typing import NDArray


def empirical_pmf(samples: NDArray[np.int64], num_values: int) -> NDArray[np.float64]:
    """Return the relative frequency of each value.

    Parameters
    ----------
    samples : (N,), integers
        From 0 to K − 1, in any order.
    num_values : int
        K, at least 1.

    Returns
    -------
    p : (K,), float64

    Raises
    ------
    ValueError
        If there are no samples, or one of them is negative, or K or more.

    Examples
    --------
    Of four samples, one is 0, none is 1, and three are 2; 3 would have been possible:

    >>> empirical_pmf(np.array([2, 0, 2, 2]), 4).tolist()
    [0.25, 0.0, 0.75, 0.0]
    """
    raise NotImplementedError

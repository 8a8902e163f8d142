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
    ### BEGIN SOLUTION
    counts = np.bincount(samples, minlength=num_values)  # refuses negative numbers itself, by ValueError
    if len(samples) == 0 or len(counts) > num_values:
        raise ValueError(f"there must be samples, all of them 0 to {num_values - 1}")
    return counts / len(samples)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Counting is adding up indicators.** Let 1[x = k] be 1 where a sample is k, and 0 elsewhere. Then

       p[k] = 1/N Σ_n 1[x[n] = k],

   a mean. Its expectation is P(X = k), whatever N is, and its standard deviation is √(P (1 − P) / N): four times as
   many samples are twice as exact.

2. **The sum is 1.** Each sample is exactly one of the values, so Σ_k 1[x[n] = k] = 1, and 1/N Σ_n 1 = 1. That is why
   samples which are none of the values must be refused: they would be counted in N, and nowhere else.

3. **bincount counts**, but only as far as the largest sample. What comes after it did not occur, and still is a value:
   `minlength` says how many counts there are to be.

>>> np.bincount([2, 0, 2, 2]).tolist(), np.bincount([2, 0, 2, 2], minlength=4).tolist()
([1, 0, 3], [1, 0, 3, 0])

   `np.unique` leaves out even the gaps in the middle: its counts belong to the values that it returns beside them.

>>> values, counts = np.unique([2, 0, 2, 2], return_counts=True)
>>> values.tolist(), counts.tolist()
([0, 2], [1, 3])

4. **A histogram asks for edges.** Values 0 to 3 need four bins and so five edges. With four edges, the last bin is
   [2, 3], closed on both sides, and 2 and 3 fall into one. And `bins=4` alone cuts what lies between the smallest and
   the largest sample into four parts, wherever that is.

>>> np.histogram([0, 2, 3, 3], bins=[0, 1, 2, 3])[0].tolist()
[1, 0, 3]
>>> np.histogram([0, 2, 3, 3], bins=[0, 1, 2, 3, 4])[0].tolist()
[1, 0, 1, 2]

With numbers: ten throws of a die whose faces are called 0 to 5.

>>> throws = np.array([3, 5, 0, 3, 1, 5, 5, 3, 1, 3])
>>> empirical_pmf(throws, 6).tolist()
[0.1, 0.2, 0.0, 0.4, 0.0, 0.3]
"""
### END EXPLANATION

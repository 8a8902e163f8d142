"""Maximum likelihood, which is least cross-entropy.

A model says q(x) of each observation x. The likelihood of N independent observations is the product of q(x_n); its
negative logarithm, divided by N, is

    −(1/N) Σ_n log q(x_n):

the cross-entropy of the data's own distribution, in which each observation has the weight 1/N, and the model. So to
maximise the likelihood is to minimise a cross-entropy. Do it for two models:

* **Outcomes.** `counts` (k,) says how often each of k outcomes was observed. Of all distributions p (k,), return the
  one with the least cross-entropy −Σ_i (counts[i] / N) log p[i]. What was never observed gets probability 0: nothing is
  added to the counts.
* **Vectors.** X (N, d) holds observations, one a row. Of all normal distributions, return mean mu (d,) and covariance
  matrix S (d, d) of the one with the least cross-entropy. It is a full matrix, also for d = 1, where it is (1, 1); and
  what it is divided by is what the likelihood says.

Return p, mu and S, in this order. The two data sets have nothing to do with each other.

* counts are integers, not negative, not all 0, k ≥ 1. X is float64 with N ≥ 1 rows; numbers may be around a million,
  and differ by 1. If the observations don't fill the space, as a single one does not, the least cross-entropy is −∞,
  and S is singular: return the same formula's values.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix B, and chapter 2 on maximum likelihood.
Bishop, Pattern Recognition and Machine Learning (2006), section 2.3.4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mle_cross_entropy(counts: NDArray[np.integer], X: Array) -> tuple[Array, Array, Array]:
    """Return the distribution, and the normal distribution, under which the data are most likely.

    Parameters
    ----------
    counts : (k,) int
        How often each outcome was observed.
    X : (N, d)
        Observations, one a row.

    Returns
    -------
    p : (k,)
        The most likely probabilities of the k outcomes.
    mu : (d,)
        The most likely mean.
    S : (d, d)
        The most likely covariance matrix.

    Examples
    --------
    3 of 4 and 1 of 4; and the corners (0, 0) and (2, 4), at (±1, ±2) from their mean:

    >>> p, mu, S = mle_cross_entropy(np.array([3, 0, 1]), np.array([[0.0, 0.0], [2.0, 4.0]]))
    >>> p.tolist(), mu.tolist(), S.tolist()
    ([0.75, 0.0, 0.25], [1.0, 2.0], [[1.0, 2.0], [2.0, 4.0]])
    """
    raise NotImplementedError

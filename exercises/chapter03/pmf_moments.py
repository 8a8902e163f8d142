"""Mean and variance of a distribution.

A random variable X takes the values x[0], …, x[K−1], with the probabilities p[0], …, p[K−1]. Two numbers sum up what
it does. The mean, or expected value, is where it lies on average,

    E X = Σ_k x[k] p[k],

each value weighted by how often it comes. The variance is how far from there it lies, squared, on average:

    Var X = Σ_k (x[k] − E X)² p[k].

No samples are looked at: the distribution is known, and so are mean and variance. There is nothing to estimate, hence
no N − 1.

* Both results are numbers (floats). The variance has the square of X's unit; it is 0 for a value that is certain.
* p has no negative entries and sums to 1 up to rounding; x is finite. This need not be tested.
* Values may be far from zero: around 10⁸, say, with a variance of 1. Then E X² − (E X)², the same on paper, loses all
  of its digits on a computer, and may even come out negative.

References
----------
Kneusel, Math for Deep Learning, chapters 3 and 4. Chan, Golub, LeVeque, Algorithms for computing the sample variance
(1983).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def pmf_moments(x: Array, p: Array) -> tuple[float, float]:
    """Return mean and variance of a random variable with the values x and the probabilities p.

    Parameters
    ----------
    x : (K,)
        The values, in any order, finite.
    p : (K,)
        Their probabilities, not negative, with the sum 1.

    Returns
    -------
    mean : float
    variance : float

    Examples
    --------
    3 with the probability 1/4, and 7 with 3/4. The mean is 6; the squares 9 and 1 average to 9/4 + 3/4:

    >>> mean, variance = pmf_moments(np.array([3.0, 7.0]), np.array([0.25, 0.75]))
    >>> float(mean), float(variance)
    (6.0, 3.0)
    """
    raise NotImplementedError

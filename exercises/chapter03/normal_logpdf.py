"""The logarithm of the normal density.

The normal distribution with mean μ and standard deviation σ has the density

    f(x) = 1 / (√(2π) σ) · e^(−z²/2),        z = (x − μ) / σ,

the bell curve. It is everywhere: by the central limit theorem, sums of many small independent influences come near to
it. In machine learning it is nearly always its logarithm that is needed, to be added up over features and samples:

    log f(x) = −z²/2 − log σ − ½ log 2π.

Computed by this formula, it is an ordinary number everywhere. The density itself is 0 to a float64 from |z| = 38.6 on,
and what has become 0 has no logarithm any more.

* The logarithm is the natural one. σ is the standard deviation, not the variance.
* x, μ and σ are numbers or arrays, and are broadcast against each other, as NumPy does: the result has the shape that
  x + mu + sigma has. For three numbers it is a float.
* If any σ is 0 or negative, ValueError is raised.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = float | NDArray[np.float64]


def normal_logpdf(x: Numbers, mu: Numbers, sigma: Numbers) -> Numbers:
    """Return log f(x), where f is the density of the normal distribution with mean μ and standard deviation σ.

    Parameters
    ----------
    x, mu, sigma : float or array
        Of shapes that can be broadcast against each other.

    Returns
    -------
    L : float, or array of the common shape

    Raises
    ------
    ValueError
        If an entry of sigma is 0 or negative.

    Examples
    --------
    With σ² = 1 / 2π the factor in front is 1, and at the mean the density is 1, with the logarithm 0. One deviation
    beside it, −1/2 is left.

    >>> sigma = 1.0 / np.sqrt(2.0 * np.pi)
    >>> normal_logpdf(np.array([3.0, 3.0 + sigma, 3.0 - 100.0 * sigma]), 3.0, sigma).round(6).tolist()
    [0.0, -0.5, -5000.0]
    """
    raise NotImplementedError

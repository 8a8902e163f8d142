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
    ### BEGIN SOLUTION
    if np.any(np.asarray(sigma) <= 0):
        raise ValueError("σ must be positive")
    z = (x - mu) / sigma
    L: Numbers = -0.5 * z**2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)
    return L
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Taking logarithms.** The logarithm of a product is the sum of the logarithms, and log e^a = a:

       log f = log 1 − log √(2π) − log σ − z²/2 = −½ log 2π − log σ − z²/2.

   Beside ½ log 2π the whole log σ stands, for ½ log 2πσ² = ½ log 2π + log σ.

2. **Why not np.log(f).** e^(−z²/2) is smaller than the smallest positive float64, 4.9 · 10⁻³²⁴, if z²/2 > 745, so from
   |z| = 38.6 on. That is far out, but sums over 400 features are farther still, and a classifier has to tell which of
   two such densities is larger.

>>> z = np.array([38.0, 40.0])
>>> (np.exp(-(z**2) / 2) > 0).tolist()
[True, False]
>>> normal_logpdf(z, 0.0, 1.0).round(3).tolist()
[-722.919, -800.919]

3. **A unit.** If everything is measured in other units, so a x, a μ, a σ, then z stays what it is, and log σ grows by
   log a. The density becomes smaller by a, for the same probability lies on an interval that is a times as long.

4. **Every sample with every distribution.** A column x (N, 1) and rows μ, σ (K,) give an array (N, K): entry (n, k) is
   the log density of x[n] under distribution k. Nothing but broadcasting is needed.

>>> normal_logpdf(np.array([[0.0], [1.0]]), np.array([0.0, 1.0, 5.0]), np.array([1.0, 1.0, 2.0])).round(2).tolist()
[[-0.92, -1.42, -4.74], [-1.42, -0.92, -3.61]]

With numbers: x = 180, μ = 170, σ = 5, so z = 2 and log f = −2 − 1.609 − 0.919.

>>> round(float(normal_logpdf(180.0, 170.0, 5.0)), 3)
-4.528
"""
### END EXPLANATION

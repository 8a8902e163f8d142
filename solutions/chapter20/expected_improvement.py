"""Expected improvement.

To try one set of hyperparameters may take a night. Bayesian optimisation therefore keeps a model of the loss, which
says of each candidate what it expects: a normal law with mean mu and standard deviation sigma. Which candidate should
be tried next? One with a small mu, or one with a large sigma, of which nothing is known yet? Expected improvement
weighs the two:

    EI = E[max(best − f, 0)],   f normal with mean mu and standard deviation sigma,

the mean of what is gained on the best loss so far. With z = (best − mu)/sigma, and with φ and Φ, density and
distribution function of the standard normal law, it is

    EI = (best − mu) Φ(z) + sigma φ(z).

Return it for several candidates.

* sigma = 0 means that the candidate is known: EI = max(best − mu, 0). sigma < 0 raises ValueError.
* If minimise is False, large f are good, and EI = E[max(f − best, 0)].
* There is no extra margin ξ: an improvement counts from 0 on.
* Φ(z) = (1 + erf(z/√2))/2, with `math.erf`. Of an EI that is tiny beside the other candidates' no digits are looked at.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, tricks of the trade. Jones, Schonlau, Welch,
Efficient Global Optimization of Expensive Black-Box Functions (1998), section 4.1.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def expected_improvement(mu: Array, sigma: Array, best: float, minimise: bool = True) -> Array:
    """Return how much each candidate is expected to improve on the best value so far.

    Parameters
    ----------
    mu, sigma : (n,) float64
        Mean and standard deviation of what is expected of each candidate, sigma ≥ 0.
    best : float
        The best value so far.
    minimise : bool
        Whether small values are good, or large ones.

    Returns
    -------
    EI : (n,) float64

    Raises
    ------
    ValueError
        If a sigma is below 0.

    Examples
    --------
    Two that are expected to be as good as the best, the second twice as uncertain, one that is known to be 3 better,
    and one that is known to be worse:

    >>> mu, sigma = np.array([5.0, 5.0, 2.0, 9.0]), np.array([1.0, 2.0, 0.0, 0.0])
    >>> expected_improvement(mu, sigma, 5.0).round(4).tolist()
    [0.3989, 0.7979, 3.0, 0.0]
    """
    ### BEGIN SOLUTION
    if np.any(sigma < 0):
        raise ValueError("a standard deviation is negative")
    gain = best - mu if minimise else mu - best
    known = sigma == 0
    z = gain / np.where(known, 1.0, sigma)
    Phi = np.array([(1 + math.erf(t / math.sqrt(2))) / 2 for t in z])
    phi = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return np.where(known, np.maximum(gain, 0.0), gain * Phi + sigma * phi)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **In units of sigma.** Write f = mu + sigma t with t standard normal, and g = best − mu. An improvement is g − sigma
   t, where it is positive: t < g/sigma = z. So EI = ∫_{−∞}^{z} (g − sigma t) φ(t) dt.

2. **Two integrals.** The first is g Φ(z). In the second, t φ(t) = −φ′(t): ∫_{−∞}^{z} t φ(t) dt = −φ(z), which gives
   + sigma φ(z).

3. **Two reasons to try.** g Φ(z) pays for a small mean, sigma φ(z) for uncertainty. The derivatives are as simple as
   can be: ∂EI/∂mu = −Φ(z) and ∂EI/∂sigma = φ(z) > 0, as what comes from z cancels. A candidate gets better with either.

4. **Not less than what is certain.** max is convex: EI ≥ max(g, 0), by Jensen. As sigma → 0, z runs to ±∞, and EI to
   max(g, 0); at sigma = 0 the quotient is 0/0 or g/0, and the limit has to be put in by hand.

5. **Units.** If losses are measured in thousandths, EI is as well: it has the unit of mu. A formula with sigma² has
   not.

6. **By quadrature.** The integral of step 1, as a sum of small rectangles, for g = −0.5 and sigma = 2:

>>> g, sigma = -0.5, 2.0
>>> t = np.arange(-10.0, g / sigma, 1e-4) + 5e-5
>>> area = float(np.sum((g - sigma * t) * np.exp(-(t**2) / 2)) * 1e-4 / math.sqrt(2 * math.pi))
>>> EI = expected_improvement(np.array([0.5]), np.array([2.0]), 0.0)
>>> round(area, 6) == round(float(EI[0]), 6)
True
"""
### END EXPLANATION

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
    raise NotImplementedError

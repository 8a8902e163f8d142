"""The Poisson distribution.

Calls arrive at a desk, typing errors happen, raindrops fall on a tile: many chances, each of them small. What is known
is how many there are on average in the given time, λ. If they don't influence one another, the number of those that
come has the Poisson distribution,

    P(K = k) = e^−λ λᵏ / k!,        k = 0, 1, 2, …

It is what the binomial distribution becomes for n → ∞ throws with p = λ / n. Mean and variance are both λ.

For λ = 1000, e^−1000 is 0 to a float64, and 1000¹⁰⁰⁰ is more than it can hold, as is 1000!. Yet P(1000) is 0.0126.

* k is an int, and the result is a float; or k is an array of integers, and the result is a float64 array of its shape.
* Where k is negative, the probability is 0.
* λ may be 0: then k = 0 is certain.
* Tails count: a probability of 10⁻²⁰⁰ has its digits, too. Where it is below 10⁻³⁰⁰, nothing is asked.
* A negative λ raises ValueError, whatever k is.

`math.lgamma(k + 1)` is log k!, for one number at a time.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import math

import numpy as np
from numpy.typing import NDArray

Integers = int | NDArray[np.int64]
Probabilities = float | NDArray[np.float64]


def poisson_pmf(k: Integers, lam: float) -> Probabilities:
    """Return the probability that k events happen, where there are λ on average.

    Parameters
    ----------
    k : int, or array of integers
        How many; any integers up to a few thousand.
    lam : float
        λ, up to a few thousand.

    Returns
    -------
    P : float, or array of the shape of k

    Raises
    ------
    ValueError
        If λ is negative.

    Examples
    --------
    With λ = log 2, so that e^−λ is 1/2: no event comes half of the time.

    >>> round(float(poisson_pmf(0, np.log(2.0))), 6)
    0.5
    >>> poisson_pmf(np.array([-1, 1, 2]), np.log(2.0)).round(6).tolist()
    [0.0, 0.346574, 0.120113]
    """
    raise NotImplementedError

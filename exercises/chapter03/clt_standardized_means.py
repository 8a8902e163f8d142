"""The central limit theorem, watched.

Take numbers from any distribution that has a mean μ and a standard deviation σ > 0: dice, waiting times, whatever. The
mean of n independent ones comes near to μ, and what is left, blown up by √n and measured in σ,

    Z = √n (x̄ − μ) / σ,        x̄ = (x[0] + … + x[n−1]) / n,

has the mean 0 and the variance 1 for every n. The central limit theorem says more: for large n, Z has nearly the
standard normal distribution, whatever the numbers were taken from. To see it, this has to be done again and again,
`reps` times, each time with n new numbers; the histogram of the reps values of Z is the bell.

The distribution comes as a function: sampler(rng, size) returns independent numbers, drawn with the Generator rng, in
an array of the shape `size` (an int or a tuple of ints).

* The result is a float64 array of reps values of Z.
* μ and σ are those of the distribution, and are handed over. What the samples' own means and deviations are is no
  substitute: divided by its own deviation, a mean of two numbers has another distribution.
* Every value of Z has n numbers of its own. All of them come from sampler and rng: a Generator in the same state gives
  the same values, and as it moves on, others.
* n and reps are at least 1, σ is positive.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Sampler = Callable[[np.random.Generator, tuple[int, ...]], Array]


def clt_standardized_means(
    sampler: Sampler, mu: float, sigma: float, n: int, reps: int, rng: np.random.Generator
) -> Array:
    """Return standardised means of n numbers each.

    Parameters
    ----------
    sampler : callable
        sampler(rng, size) draws an array of this shape.
    mu, sigma : float
        Mean and standard deviation of what it draws.
    n : int
        How many numbers make a mean.
    reps : int
        How many means.
    rng : numpy.random.Generator

    Returns
    -------
    Z : (reps,), float64

    Examples
    --------
    Means of four numbers that are 5 always, in units of σ = 2 away from μ = 3, times √4:

    >>> def always_five(rng, size):
    ...     return np.full(size, 5.0)
    >>> clt_standardized_means(always_five, 3.0, 2.0, 4, 3, np.random.default_rng(0)).tolist()
    [2.0, 2.0, 2.0]
    """
    raise NotImplementedError

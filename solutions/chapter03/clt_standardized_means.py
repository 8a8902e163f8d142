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
    ### BEGIN SOLUTION
    samples = sampler(rng, (reps, n))
    Z: Array = np.sqrt(n) * (samples.mean(axis=1) - mu) / sigma
    return Z
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why √n.** The variance of a sum of n independent numbers is n σ², so that of the mean is n σ² / n² = σ² / n, and
   its standard deviation σ / √n. Subtract the mean, divide by the deviation:

       (x̄ − μ) / (σ / √n) = √n (x̄ − μ) / σ.

   Without √n the values would shrink to 0 as n grows: that is the law of large numbers. With n in place of √n they
   would grow without end.

2. **Axis 1.** A table (reps, n) has one experiment a row. Its mean along axis 1 is one number for each.

3. **Why a bell.** The moments of Z tell: the third moment of a sum of n independent numbers grows like n, that of Z
   like n / n^{3/2} = 1/√n, and goes to 0. All that is special about the distribution dies away like this; what remains
   are the moments that no longer depend on it, and they are those of the normal law.

4. **How fast.** Exponential waiting times have the skewness 2, so Z has 2/√n. Half of the values would be below 0 for a
   bell. What share is it, for n = 1, 10 and 100? 1 − 1/e = 0.632 for n = 1, and then nearer and nearer to ½.

>>> def waiting(rng, size):
...     return rng.exponential(1.0, size)
>>> rng = np.random.default_rng(0)
>>> Z = {n: clt_standardized_means(waiting, 1.0, 1.0, n, 20000, rng) for n in (1, 10, 100)}
>>> [abs(float((Z[n] < 0).mean()) - share) < 0.02 for n, share in ((1, 0.632), (10, 0.542), (100, 0.513))]
[True, True, True]

5. **The own deviation.** For n = 2 the deviation of a sample is half of the distance of its two numbers, and it is
   small by chance quite often: a mean that is divided by it has heavy tails, with no variance at all. And the deviation
   of all the means together, used for σ, makes the variance of Z exactly 1, always: then it shows nothing.
"""
### END EXPLANATION

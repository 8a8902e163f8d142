"""The binomial distribution.

A coin shows heads with the probability p. It is thrown n times. How likely are exactly k heads? A given row of throws
with k heads, such as heads first and tails after, has the probability pᵏ (1 − p)ⁿ⁻ᵏ, and there are as many such rows as
there are ways to choose the k throws out of n. So

    P(K = k) = C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ,        C(n, k) = n! / (k! (n − k)!).

One throw, n = 1, is the Bernoulli distribution: 1 − p for k = 0 and p for k = 1.

With n = 2000 the formula is as true as with n = 2. But C(2000, 1000) has 601 digits, more than a float64 can hold, and
0.5²⁰⁰⁰ is smaller than anything that it can. Their product is 0.018. Logarithms of both are ordinary numbers.

* k is an int, and the result is a float; or k is an array of integers, and the result is a float64 array of its shape.
* Where k is less than 0 or more than n, the probability is 0.
* p may be 0 or 1: then k = 0 or k = n is certain. n may be 0.
* Tails count: a probability of 10⁻²⁰⁰ has its digits, too. Where it is below 10⁻³⁰⁰, nothing is asked.
* If n is negative, or p outside of [0, 1], ValueError is raised, whatever k is.

`math.lgamma(n + 1)` is log n!, for one number at a time.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import math

import numpy as np
from numpy.typing import NDArray

Integers = int | NDArray[np.int64]
Probabilities = float | NDArray[np.float64]


def binomial_pmf(k: Integers, n: int, p: float) -> Probabilities:
    """Return the probability of k heads in n throws.

    Parameters
    ----------
    k : int, or array of integers
        How many heads; any integers.
    n : int
        How many throws, up to a few thousand.
    p : float
        The probability of heads in one throw.

    Returns
    -------
    P : float, or array of the shape of k

    Raises
    ------
    ValueError
        If n < 0, or p is not in [0, 1].

    Examples
    --------
    Two throws, with heads three times as likely as tails: 1/16, 2 · 3/16, 9/16, and three heads are impossible.

    >>> binomial_pmf(np.array([0, 1, 2, 3]), 2, 0.75).round(6).tolist()
    [0.0625, 0.375, 0.5625, 0.0]
    >>> round(float(binomial_pmf(1, 2, 0.75)), 6)
    0.375
    """
    raise NotImplementedError

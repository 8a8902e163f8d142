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
    ### BEGIN SOLUTION
    if n < 0 or not 0 <= p <= 1:
        raise ValueError("n must not be negative, and p must be in [0, 1]")
    if isinstance(k, np.ndarray):
        return np.array([binomial_pmf(one, n, p) for one in k.ravel().tolist()], dtype=np.float64).reshape(k.shape)
    if k < 0 or k > n:
        return 0.0
    if p in (0, 1):
        return float(k == n * p)
    log_ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(log_ways + k * math.log(p) + (n - k) * math.log1p(-p))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Counting the ways.** The first head can be any of n throws, the next any of the n − 1 others, …: n!/(n − k)!
   ordered choices. Each set of k throws is among them k! times. So C(n, k) = n! / (k! (n − k)!).

2. **They sum to 1,** by the binomial theorem: Σ_k C(n, k) pᵏ qⁿ⁻ᵏ = (p + q)ⁿ, and p + q = 1. Heads and tails exchanged,
   k becomes n − k and p becomes 1 − p: nothing changes.

3. **Logarithms.** exp turns a sum into a product: log P = log C(n, k) + k log p + (n − k) log(1 − p). For n = 2000 and
   k = 1000 that is 1382.27 − 693.15 − 693.15 = −4.03. An error of 10⁻¹³ in log P is a relative error of 10⁻¹³ in P,
   whether P is 0.018 or 10⁻²⁰⁰.

>>> import math
>>> round(math.log(math.comb(2000, 1000)), 2), round(1000 * math.log(0.5), 2)
(1382.27, -693.15)
>>> round(binomial_pmf(1000, 2000, 0.5), 6)
0.017839

   `math.comb` is exact, an integer as long as it must be. As a float it does not exist any more:

>>> float(math.comb(2000, 1000))
Traceback (most recent call last):
    ...
OverflowError: int too large to convert to float

   Neither does walking up from k = 0 by P(k + 1) = P(k) (n − k)/(k + 1) · p/(1 − p) help, for it starts from nothing:

>>> 0.5**2000
0.0

4. **What is certain.** For p = 0 the formula has 0⁰ = 1 at k = 0, and 0 elsewhere. Logarithms have no such rule:
   0 · log 0 is 0 · (−∞), which is NaN. So p = 0 and p = 1 are cases of their own.

5. **Small p.** log(1 − p) loses the digits of p in 1 − p, if p is small; `log1p(−p)` does not.

With numbers: a test of ten questions with four answers each, ticked blindly. Five right ones or more are not likely:

>>> P = binomial_pmf(np.arange(11), 10, 0.25)
>>> round(float(P[5:].sum()), 4), round(float(P @ np.arange(11)), 6)
(0.0781, 2.5)
"""
### END EXPLANATION

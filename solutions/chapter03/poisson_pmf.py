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
    ### BEGIN SOLUTION
    if lam < 0:
        raise ValueError("λ must not be negative")
    if isinstance(k, np.ndarray):
        return np.array([poisson_pmf(one, lam) for one in k.ravel().tolist()], dtype=np.float64).reshape(k.shape)
    if k < 0:
        return 0.0
    if lam == 0:
        return float(k == 0)
    return math.exp(k * math.log(lam) - lam - math.lgamma(k + 1))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **From coins to calls.** Cut the time into n pieces, so short that two events never fall into one. Each piece has an
   event with the probability λ / n. Then

       C(n, k) (λ/n)ᵏ (1 − λ/n)ⁿ⁻ᵏ = [n (n − 1) … (n − k + 1) / nᵏ] · λᵏ / k! · (1 − λ/n)ⁿ · (1 − λ/n)⁻ᵏ.

   For n → ∞ the bracket goes to 1, the third factor to e^−λ and the last to 1.

2. **The sum is 1**, because Σ λᵏ / k! = e^λ. And k / k! = 1 / (k − 1)! makes the mean

       Σ k e^−λ λᵏ / k! = λ Σ e^−λ λᵏ⁻¹ / (k − 1)! = λ.

   In the same way E K (K − 1) = λ², so the variance is λ² + λ − λ² = λ.

3. **Logarithms.** log P = k log λ − λ − log k!. For λ = k = 1000 that is 6907.76 − 1000 − 5912.13 = −4.37: an ordinary
   number, of which e to the power is taken in the end.

>>> import math
>>> round(1000 * math.log(1000), 2), round(math.lgamma(1001), 2)
(6907.76, 5912.13)
>>> round(poisson_pmf(1000, 1000.0), 6)
0.012615
>>> math.exp(-1000)  # whoever starts from P(0) and multiplies by λ / k starts from nothing
0.0

4. **λ = 0.** 0⁰ = 1 for k = 0, and 0ᵏ = 0 for the others: nothing ever comes. But 0 · log 0 is NaN, so this is a case
   of its own.

With numbers: a page has 2 errors on average. At most one, on how many pages?

>>> P = poisson_pmf(np.arange(20), 2.0)
>>> round(float(P[:2].sum()), 3), round(float(P @ np.arange(20)), 6)
(0.406, 2.0)
"""
### END EXPLANATION

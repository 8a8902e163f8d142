"""The beta density.

A probability is itself unknown: how likely is heads, for this coin? What is believed of a number between 0 and 1 is
described by the beta distribution, with two positive parameters a and b, and the density

    f(x) = xᵃ⁻¹ (1 − x)ᵇ⁻¹ / B(a, b),        B(a, b) = Γ(a) Γ(b) / Γ(a + b),        0 ≤ x ≤ 1.

a = b = 1 is the uniform law: nothing is known. Whoever starts there and sees k heads in n throws believes in a = 1 + k
and b = 1 + n − k from then on. The mean is a / (a + b), and the bell becomes narrower as a and b grow.

* x is an array of any shape, and so is the result, float64. Outside of [0, 1] the density is 0.
* At the ends the formula is to be taken at its word, with 0⁰ = 1. At x = 0 the density is 0 if a > 1, it is b if a = 1,
  and +∞ if a < 1; at x = 1 the same with a and b exchanged.
* a and b may be thousands. Γ(172) is more than a float64 holds, and B(600, 600) is less than it can hold: take
  logarithms. Small densities count as well; where they are below 10⁻³⁰⁰, nothing is asked.
* If a or b is not positive, ValueError is raised.

`math.lgamma(a)` is log Γ(a).

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def beta_pdf(x: Array, a: float, b: float) -> Array:
    """Return the density of the beta distribution.

    Parameters
    ----------
    x : array
        Of any shape.
    a, b : float
        Positive; integers or not.

    Returns
    -------
    f : array of the shape of x

    Raises
    ------
    ValueError
        If a or b is 0 or negative.

    Examples
    --------
    For a = 3 and b = 2, 1 / B = Γ(5) / (Γ(3) Γ(2)) = 24 / 2 = 12, so f = 12 x² (1 − x):

    >>> beta_pdf(np.array([0.0, 0.5, 1.0, 2.0]), 3.0, 2.0).round(6).tolist()
    [0.0, 1.5, 0.0, 0.0]
    """
    ### BEGIN SOLUTION
    if a <= 0 or b <= 0:
        raise ValueError("a and b must be positive")
    u = np.clip(x, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        left = (a - 1) * np.log(u) if a != 1 else 0.0  # 0 · log 0 is NaN, and 0⁰ is 1
        right = (b - 1) * np.log1p(-u) if b != 1 else 0.0
    log_B = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    return np.where(x == u, np.exp(left + right - log_B), 0.0)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **B makes the area 1.** ∫ xᵃ⁻¹ (1 − x)ᵇ⁻¹ dx over [0, 1] is B(a, b), by definition; that it is Γ(a) Γ(b) / Γ(a + b)
   is Euler's. For whole numbers Γ(n) = (n − 1)!, so B(3, 2) = 2! · 1! / 4! = 1/12.

2. **The mean** needs no integral: x f(x; a, b) is a multiple of f(x; a + 1, b), so

       E X = B(a + 1, b) / B(a, b) = a / (a + b),        for Γ(a + 1) = a Γ(a).

3. **Learning.** Prior times likelihood, as in Bayes' rule, with a density in place of probabilities:

       xᵃ⁻¹ (1 − x)ᵇ⁻¹ · xᵏ (1 − x)ⁿ⁻ᵏ = x⁽ᵃ⁺ᵏ⁾⁻¹ (1 − x)⁽ᵇ⁺ⁿ⁻ᵏ⁾⁻¹.

   This is a beta density again, but for its factor, which is known: with a + k and b + n − k. Counting is all.

4. **Logarithms.** log f = (a − 1) log x + (b − 1) log(1 − x) − log B. For a = b = 600 and x = ½ that is
   599 · (−0.693) · 2 + 833.7 = 3.3. The factors by themselves are 10⁻³⁶¹ and 10³⁶².

>>> import math
>>> round(2 * math.lgamma(600) - math.lgamma(1200), 1), 0.5**1198
(-833.7, 0.0)
>>> beta_pdf(np.array([0.5]), 600.0, 600.0).round(3).tolist()
[27.634]

5. **The ends.** log 0 = −∞. Times a − 1 > 0 this is −∞, and e to the power is 0; times a − 1 < 0 it is +∞, and so is
   the density: both right. Only 0 · (−∞) is NaN, where 0⁰ = 1 is wanted: a = 1 has no factor at all.

>>> beta_pdf(np.array([0.0, 1.0]), 1.0, 4.0).round(6).tolist(), beta_pdf(np.array([0.0]), 0.5, 2.0).tolist()
([4.0, 0.0], [inf])

With numbers: 7 heads in 10 throws, after a = b = 1. The most credible x is 0.7, the mean 8/12.

>>> x = np.linspace(0.0, 1.0, 1001)
>>> f = beta_pdf(x, 8.0, 4.0)
>>> round(float(x[f.argmax()]), 3), round(float(x @ f / f.sum()), 6)
(0.7, 0.666667)
"""
### END EXPLANATION

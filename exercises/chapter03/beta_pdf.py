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
    raise NotImplementedError

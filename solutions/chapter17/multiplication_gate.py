"""Multiplying with four hidden units.

A network adds and applies an activation f; can it multiply? Four units are enough for a product, as exactly as one
likes, if f bends somewhere, f″(b) ≠ 0. Expand f around b: the even parts of

    f(b + lam (x + y)) + f(b − lam (x + y)) − f(b + lam (x − y)) − f(b − lam (x − y))

are what is left, and the first of them is f″(b) lam² ((x + y)² − (x − y)²) = 4 f″(b) lam² x y. So

    x y ≈ that sum / (4 lam² f″(b)).

The smaller lam is, the better, as long as rounding does not spoil it: the error is of order lam².

Return this approximation. f, b and curvature = f″(b) are handed over.

* x and y are floats, or arrays of the same shape: then the product is entry by entry.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Lin, Tegmark, Rolnick, Why Does Deep and
Cheap Learning Work So Well? (2017), section II.D.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def multiplication_gate(
    x: Array, y: Array, lam: float, f: Callable[[Array], Array], b: float, curvature: float
) -> Array:
    """Return an approximation of x y by four units with the activation f.

    Parameters
    ----------
    x, y : float, or arrays of one shape
    lam : float
        Scale of what goes into the units, > 0.
    f : callable
        Takes a number or an array, returns the like.
    b : float
        Bias at which f bends.
    curvature : float
        f″(b), not 0.

    Returns
    -------
    product : shape of x

    Examples
    --------
    For f(z) = z² it is exact, whatever lam and b are:

    >>> float(multiplication_gate(3.0, 4.0, 0.5, lambda z: z**2, 1.0, 2.0))
    12.0
    """
    ### BEGIN SOLUTION
    u, v = lam * (x + y), lam * (x - y)
    return (f(b + u) + f(b - u) - f(b + v) - f(b - v)) / (4 * lam**2 * curvature)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Even parts.** f(b + u) + f(b − u) = 2 f(b) + f″(b) u² + f⁗(b) u⁴/12 + …: value and curvature remain, the slope
   cancels.

2. **The difference of two squares.** With u = lam (x + y) and v = lam (x − y), f(b) cancels, and u² − v² = 4 lam² x y.

3. **The error.** u⁴ − v⁴ = 8 lam⁴ x y (x² + y²). Divided by 4 lam² f″ it is lam² x y (x² + y²) f⁗/(6 f″): a quarter for
   half of lam. If f⁗(b) is 0, it is even smaller.

>>> errors = [float(multiplication_gate(1.5, 2.0, lam, np.exp, 0.0, 1.0) - 3.0) for lam in (0.1, 0.05)]
>>> round(errors[0] / errors[1], 1)
4.0

4. **Not too small.** The four values are nearly equal, and their rounding, 10⁻¹⁶, is divided by lam²: at lam = 10⁻⁴ it
   is as large as the error.

5. **Where f bends.** tanh has f″(0) = 0: there nothing is left, and b must be another. ReLU has no f″ at all.

6. **Polynomials** are sums of products. So a network that is deep enough computes each to any accuracy, with four units
   for every multiplication.
"""
### END EXPLANATION

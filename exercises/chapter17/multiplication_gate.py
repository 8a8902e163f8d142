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
    raise NotImplementedError

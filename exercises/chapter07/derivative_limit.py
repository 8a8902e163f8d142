"""The slope of a secant.

How steep is a curve at a point? Take a second point on it, a little to the right, and draw the line through both. The
slope of this *secant* is rise over run,

    D_h f(x) = (f(x + h) − f(x)) / h,

and as h shrinks, the secant turns into the tangent: the limit for h → 0 is the derivative f′(x). A computer can't take
the limit, but it can take a small h. The quotient is then called the forward difference, and it is off by about
h/2 · f″(x): half of h, half of the error. Only of straight lines it is exact, whatever h is.

Return the quotient with the h that is passed in, neither a smaller one nor the limit.

* x is a number or an array of any shape; f is applied to it as a whole and works entry by entry, as NumPy's functions
  do. The result has the shape of x, and is float64 also if x is an int or holds ints.
* h is not 0. It may be negative: then the second point is on the left, and the quotient still is the slope of the
  line through both.
* x is the same afterwards.

References
----------
Kneusel, Math for Deep Learning, chapter 7. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
appendix A.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def derivative_limit(f: Callable[[float | Array], float | Array], x: float | Array, h: float) -> float | Array:
    """Return the slope of the secant of f from x to x + h.

    Parameters
    ----------
    f : callable
        Takes a number or an array, returns a number or an array of the same shape.
    x : float, or array of any shape
    h : float
        Step to the second point, not 0.

    Returns
    -------
    slope : float, or array of the shape of x

    Examples
    --------
    The parabola x² has the slope 6 at 3. Its secants have the slope 6 + h:

    >>> [float(derivative_limit(lambda x: x**2, 3.0, h)) for h in (1.0, 0.5, -0.5)]
    [7.0, 6.5, 5.5]
    """
    raise NotImplementedError

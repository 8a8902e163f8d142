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
    ### BEGIN SOLUTION
    return (f(x + h) - f(x)) / h
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A secant of x³, multiplied out.**

       ((x + h)³ − x³) / h = (3x² h + 3x h² + h³) / h = 3x² + 3x h + h².

   Before h is let go to 0, it is divided by: what is left without h in it, 3x², is the derivative. The rest is the
   error of the secant, and 3x h = h/2 · f″(x) is its largest part, since f″(x) = 6x.

>>> round(derivative_limit(lambda x: x**3, 2.0, 0.1), 10), 3 * 2.0**2 + 3 * 2.0 * 0.1 + 0.1**2
(12.61, 12.61)

2. **Any smooth function is like that.** By Taylor's formula f(x + h) = f(x) + h f′(x) + h²/2 f″(x) + …, so

       D_h f(x) − f′(x) = h/2 f″(x) + …

   The error is *of order 1*: with half of h, it is halved. The sine at 1, whose slope is cos 1:

>>> errors = [abs(derivative_limit(np.sin, 1.0, h) - np.cos(1.0)) for h in (0.1, 0.05, 0.025)]
>>> [round(float(e), 4) for e in errors]
[0.0429, 0.0213, 0.0106]

3. **Smaller is not always better.** f(x + h) and f(x) are known to 16 digits. If 15 of them agree, the difference has
   one left. Rounding contributes about u |f| / h, with u = 10⁻¹⁶, and that grows as h shrinks. The best h is near
   √u = 10⁻⁸:

>>> [bool(abs(derivative_limit(np.exp, 1.0, h) / np.e - 1) < 1e-7) for h in (1e-4, 1e-8, 1e-12)]
[False, True, False]

4. **From the left.** With h = −1/2 the second point is on the left, and rise and run both change sign. At a kink the
   two sides disagree: |x| at 0 has the slope 1 to the right and −1 to the left, and no derivative.

>>> derivative_limit(abs, 0.0, 0.5), derivative_limit(abs, 0.0, -0.5)
(1.0, -1.0)
"""
### END EXPLANATION

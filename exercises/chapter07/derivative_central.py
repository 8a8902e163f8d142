"""Central differences: the slope from both sides.

A secant from x to x + h leans to one side, and is off by about h/2 · f″(x). Take one point on each side of x instead,

    (f(x + h) − f(x − h)) / (2h),

and the largest part of the error cancels: what is left is h²/6 · f‴(x). A tenth of h now gives a hundredth of the
error. Where f has a third derivative of 0, on lines and parabolas, nothing is left at all.

A smaller h makes this error smaller, and another one larger: f is known to 16 digits only, and whatever is wrong in the
last of them is divided by 2h. Which h is best? Try h = 10⁻², 10⁻⁵ and 10⁻⁸ on the sine before you look it up. Without
an h, take 10⁻⁵.

Return this quotient, with the h that is passed in.

* x is a number or an array of any shape; f is applied to it as a whole and works entry by entry, as NumPy's functions
  do. The result has the shape of x, and is float64 also if x is an int or holds ints.
* h is positive, and the same for all entries.
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


def derivative_central(f: Callable[[float | Array], float | Array], x: float | Array, h: float = 1e-5) -> float | Array:
    """Return the central difference of f at x.

    Parameters
    ----------
    f : callable
        Takes a number or an array, returns a number or an array of the same shape.
    x : float, or array of any shape
    h : float
        Distance of the two points from x, > 0.

    Returns
    -------
    slope : float, or array of the shape of x

    Examples
    --------
    x³ has the slope 12 at 2. From 1 to 3 it rises from 1 to 27, from 1.5 to 2.5 from 3.375 to 15.625: the slopes are
    12 + h².

    >>> [float(derivative_central(lambda x: x**3, 2.0, h)) for h in (1.0, 0.5)]
    [13.0, 12.25]
    """
    raise NotImplementedError

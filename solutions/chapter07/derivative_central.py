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
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why the error is of order 2.** Taylor's formula on both sides,

       f(x + h) = f(x) + h f′(x) + h²/2 f″(x) + h³/6 f‴(x) + …
       f(x − h) = f(x) − h f′(x) + h²/2 f″(x) − h³/6 f‴(x) + …

   Subtract: f(x) and the terms with f″ cancel, and 2h f′(x) + h³/3 f‴(x) + … is left. Divided by 2h,

       (f(x + h) − f(x − h)) / (2h) = f′(x) + h²/6 f‴(x) + …

   For x³, f‴ = 6 and all higher derivatives are 0: the error is h², exactly.

2. **Two errors.** The sine at 1, with an h that gets smaller and smaller:

>>> errors = [abs(derivative_central(np.sin, 1.0, h) / np.cos(1.0) - 1) for h in (1e-1, 1e-2, 1e-5, 1e-8, 1e-11)]
>>> [bool(errors[0] > 90 * errors[1]), bool(errors[2] < 1e-9), bool(errors[3] > 1e-10), bool(errors[4] > 1e-8)]
[True, True, True, True]

   From 10⁻¹ to 10⁻², the error falls a hundredfold. At 10⁻⁵ it is about 10⁻¹¹. After that it rises: f(x + h) and
   f(x − h) are off by u |f|, u = 10⁻¹⁶, and that is divided by 2h.

3. **The best h.** h²/6 |f‴| falls with h, u |f| / h rises. Their sum is smallest where both are about as large, near
   h = u^(1/3) ≈ 10⁻⁵. There the error is u^(2/3) ≈ 10⁻¹¹: two thirds of the digits.

4. **2 * h in parentheses.** `/ 2 * h` divides by 2 and then multiplies by h, since / and * are worked off from left to
   right.

>>> 6 / 2 * 3, 6 / (2 * 3)
(9.0, 1.0)

5. **At a kink** both sides are averaged: |x| at 0 has the central difference 0, and no derivative. A number that comes
   out is no proof that there is a slope.

>>> derivative_central(abs, 0.0, 0.5)
0.0
"""
### END EXPLANATION

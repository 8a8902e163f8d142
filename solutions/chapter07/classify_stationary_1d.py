"""Minimum, maximum, or neither.

Where f has a minimum or a maximum inside its domain, its slope is 0: such a point is *stationary*. But not every
stationary point is one or the other: x³ is level at 0, and goes on rising. Decide what kind of point x is, from f′ and
f″, in this order:

1. If |f′(x)| > tol, x is "not stationary", and nothing else is asked.
2. If |f″(x)| > tol, the sign of f″(x) decides: positive, the curve bends up, "minimum"; negative, "maximum".
3. If f″(x) is 0 up to tol, it tells nothing: x⁴, −x⁴ and x³ all have f″(0) = 0. Then compare the slopes on both sides,
   f′(x − h) and f′(x + h). From negative to positive: "minimum". From positive to negative: "maximum". With the same
   sign on both sides: "inflection".

A computed slope is seldom 0 to the last bit, which is what tol is for; where |f′(x)| or |f″(x)| is tol exactly, it
counts as 0. The slopes at x ± h are compared with 0 itself, however small they are.

* The answer is one of the four texts "minimum", "maximum", "inflection", "not stationary".
* h is positive, and 10⁻³ if it is not given; tol is at least 0, and 10⁻⁹ if it is not given.
* f′ is not 0 at x − h and at x + h: f is no constant there.

References
----------
Kneusel, Math for Deep Learning, chapter 7. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.1.
"""

from collections.abc import Callable

import numpy as np


def classify_stationary_1d(
    df: Callable[[float], float], d2f: Callable[[float], float], x: float, h: float = 1e-3, tol: float = 1e-9
) -> str:
    """Return what kind of point x is for f.

    Parameters
    ----------
    df, d2f : callable
        The first and second derivative of f: take a number, return a number.
    x : float
        The point.
    h : float
        How far to the left and right slopes are taken if f″ is 0, > 0.
    tol : float
        What counts as 0, ≥ 0.

    Returns
    -------
    kind : str
        "minimum", "maximum", "inflection" or "not stationary".

    Examples
    --------
    x² and x³ at 0, and x² at 1:

    >>> classify_stationary_1d(lambda x: 2 * x, lambda x: 2.0, 0.0)
    'minimum'
    >>> classify_stationary_1d(lambda x: 3 * x**2, lambda x: 6 * x, 0.0)
    'inflection'
    >>> classify_stationary_1d(lambda x: 2 * x, lambda x: 2.0, 1.0)
    'not stationary'
    """
    ### BEGIN SOLUTION
    if np.abs(df(x)) > tol:
        return "not stationary"
    if np.abs(d2f(x)) > tol:
        return "minimum" if d2f(x) > 0 else "maximum"
    left, right = df(x - h), df(x + h)
    if (left > 0) == (right > 0):
        return "inflection"
    return "minimum" if right > 0 else "maximum"
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why the slope is 0.** If f′(x) > 0, f is higher a little to the right and lower a little to the left: x is neither
   a minimum nor a maximum. The same with f′(x) < 0. Only f′(x) = 0 remains.

2. **What f″ tells.** By Taylor's formula, at a stationary point,

       f(x + t) = f(x) + t²/2 f″(x) + …

   t² is positive on both sides. If f″(x) > 0, f is higher on both: a minimum. If f″(x) < 0, a maximum.

3. **f″ = 0 is no inflection point.** The next term decides, and the formula shows no more than its sign. f′ does: at a
   minimum f falls first and rises then, at an inflection point it goes on as before. For f = x⁴, f′ = 4x³ is −4h³ on
   the left and 4h³ on the right:

>>> classify_stationary_1d(lambda x: 4 * x**3, lambda x: 12 * x**2, 0.0)
'minimum'
>>> classify_stationary_1d(lambda x: -4 * x**3, lambda x: -12 * x**2, 0.0)
'maximum'

4. **The sign of f″ alone** says how a curve bends, also where it is steep. x² has f″ = 2 everywhere, and one minimum.

5. **Why tol.** A zero of f′ that was computed is off by rounding. sin has a maximum at π/2, and the nearest float64 is
   not π/2:

>>> import math
>>> math.cos(math.pi / 2) == 0.0, abs(math.cos(math.pi / 2)) < 1e-15
(False, True)
>>> classify_stationary_1d(math.cos, lambda x: -math.sin(x), math.pi / 2)
'maximum'

   At x ± h, tol would be in the way: for x⁶ and h = 10⁻³, the slopes there are ±6 · 10⁻¹⁵.
"""
### END EXPLANATION

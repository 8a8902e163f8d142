"""The rules: sum, product, quotient and composition.

Complicated functions are made of simple ones, and so are their derivatives. Of two functions u and v, all that is
needed at a point is their values and their slopes there. From these four numbers follow the slopes of

* the sum, u + v,
* the product, u · v,
* the quotient, u / v,
* and, with one more function f, the composition f(u(x)): first u, then f.

The last one is the *chain rule*, and it is what backpropagation is made of. Of f, its derivative f′ is handed over as
a function: at which place is it asked? And what happens if x moves by a little, u moves three times as much, and f
twice as much as its argument does?

* u, du, v, dv are four numbers, or four arrays of the same shape: the values and slopes at many points, each point for
  itself. Each of the four results has that shape.
* v = 0 leaves no quotient: raise ValueError, also if it is so at one of many points.

References
----------
Kneusel, Math for Deep Learning, chapter 7. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix A.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = float | NDArray[np.float64]


def derivative_rules(
    u: Numbers, du: Numbers, v: Numbers, dv: Numbers, df: Callable[[Numbers], Numbers]
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return the derivatives of u + v, u v, u / v and f(u).

    Parameters
    ----------
    u, v : float, or array of any shape
        Values of the two functions.
    du, dv : float, or array of that shape
        Their derivatives.
    df : callable
        The derivative f′ of the outer function: takes a number or an array, returns the same.

    Returns
    -------
    sum, product, quotient, composition : float, or array of that shape
        The derivatives.

    Raises
    ------
    ValueError
        If v is 0, somewhere.

    Examples
    --------
    At x = 3, u = x² is 9 with the slope 6, and v = 2x is 6 with the slope 2. The product is 2x³ with the slope
    6x² = 54, the quotient x/2 with the slope 1/2. With f(u) = u³, so that f′(u) = 3u², the composition is x⁶, with the
    slope 6x⁵ = 1458.

    >>> [float(slope) for slope in derivative_rules(9.0, 6.0, 6.0, 2.0, lambda u: 3 * u**2)]
    [8.0, 54.0, 0.5, 1458.0]
    """
    ### BEGIN SOLUTION
    if np.any(np.equal(v, 0)):
        raise ValueError("v is 0: there is no quotient")
    return du + dv, du * v + u * dv, (du * v - u * dv) / v**2, df(u) * du
    ### END SOLUTION


### BEGIN EXPLANATION
"""
Let x move by a small h. Then u moves by about h u′, v by about h v′.

1. **Sum.** u + v moves by h u′ + h v′: (u + v)′ = u′ + v′.

2. **Product.** A rectangle with the sides u and v grows by a strip along each side, and by a corner:

       (u + h u′)(v + h v′) − u v = h (u′ v + u v′) + h² u′ v′.

   Divide by h and let it go to 0: the corner goes, and (u v)′ = u′ v + u v′. The product of the slopes, u′ v′, belongs
   to the corner, and is no part of it.

3. **Quotient.** q = u / v means u = q v, so by the product rule u′ = q′ v + q v′. Solve for q′ and put q = u / v in:

       q′ = (u′ − u v′ / v) / v = (u′ v − u v′) / v².

   The minus belongs to v′: a growing denominator makes the quotient fall.

4. **Composition.** u moves by h u′, and that is the step by which the argument of f moves: f(u) moves by f′(u) · h u′.
   So f(u(x))′ = f′(u(x)) · u′(x). The outer slope is asked at the inner *value*; and the inner slope is a factor, which
   is what is most often forgotten.

With numbers: u = 9, u′ = 6, v = 6, v′ = 2, as in the example. Product: 6 · 6 + 9 · 2 = 54. Quotient:
(6 · 6 − 9 · 2) / 36 = 1/2. Composition with u³: 3 · 9² · 6 = 1458. Differences agree:

>>> h = 1e-5
>>> product, quotient, composition = lambda x: x**2 * 2 * x, lambda x: x**2 / (2 * x), lambda x: (x**2) ** 3
>>> [round((g(3 + h) - g(3 - h)) / (2 * h), 4) for g in (product, quotient, composition)]
[54.0, 0.5, 1458.0]
"""
### END EXPLANATION

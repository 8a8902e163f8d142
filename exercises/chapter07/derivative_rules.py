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
    raise NotImplementedError

"""A checker for gradients.

You have derived a gradient and want to know whether it is right. The function itself can tell: move x by a little in
one entry, forwards and backwards, and the change of f measures one partial derivative,

    n_i = (f(x + h e_i) − f(x − h e_i)) / 2h,

with an error of order h². Do so for all entries, and compare with the gradient a that was claimed. Its error is the
largest difference of an entry, as a fraction of the largest entry that either gradient has:

    error = max_i |a_i − n_i| / max(max_i |a_i|, max_i |n_i|).

Why not divide each difference by its own entry? Where a derivative is zero, n_i is rounding noise, and noise is always
100 % away from zero. A right gradient gives about 1e-9. A wrong one gives a number that you can't miss, even if only
one entry of a hundred is wrong.

* x has any shape, and f returns one number. x is the same afterwards, to the last bit.
* If both gradients are zero everywhere, they agree: the error is 0.
* A gradient that does not have the shape of x is no gradient of f. NumPy might stretch it and compare; don't let it.

References
----------
Kneusel, Math for Deep Learning, chapter 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.4.
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gradient_check(f: Callable[[Array], float], grad: Callable[[Array], Array], x: Array, h: float = 1e-5) -> float:
    """Return how far grad(x) is from the central differences of f at x, relative to the largest entry.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x, returns a number.
    grad : callable
        What is claimed to be the gradient of f: takes x, returns an array of the shape of x.
    x : array of any shape
    h : float
        Step of the differences.

    Returns
    -------
    error : float
        At least 0.

    Raises
    ------
    ValueError
        If grad(x) does not have the shape of x.

    Examples
    --------
    f(x) = x₁² + x₂² has the gradient 2x. Who forgets the 2 is off by 4 in the second entry, which should be 8:

    >>> x = np.array([3.0, 4.0])
    >>> bool(gradient_check(lambda x: float(np.sum(x**2)), lambda x: 2 * x, x) < 1e-9)
    True
    >>> round(float(gradient_check(lambda x: float(np.sum(x**2)), lambda x: x, x)), 6)
    0.5
    """
    raise NotImplementedError

"""The Hessian, measured.

The second derivatives of a function of n numbers make a matrix, the Hessian:

    H[i, j] = ∂²f / ∂x_i ∂x_j,        H (n, n).

It is symmetric, since the order of differentiation does not matter. It tells how the gradient changes, how f curves in
each direction, and whether a point where the gradient vanishes is a minimum.

Measure it by central differences of f alone. Differentiate by x_i and by x_j, with the step h each time: four points,
the corners of a square around x, with alternating signs,

    H[i, j] ≈ ( f(x + h e_i + h e_j) − f(x + h e_i − h e_j) − f(x − h e_i + h e_j) + f(x − h e_i − h e_j) ) / 4h².

For i = j the corners are x + 2h e_i, x twice, and x − 2h e_i. The common formula with three points,
(f(x + h e_i) − 2 f(x) + f(x − h e_i)) / h², is as good there: take either. Both have an error of order h².

* x is (n,), float64, and is the same afterwards. f takes (n,) and returns a number.
* h is the step itself, the same for every entry. f is called no further from x than 2h in an entry.
* With h = 10⁻³, the default, about five digits are right, and that is what is asked for: f is divided by h², so its
  rounding is, too, and with h = 10⁻⁸ nothing but rounding is left.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on the Hessian. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep
Learning, appendix A.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def hessian_numeric(f: Callable[[Array], float], x: Array, h: float = 1e-3) -> Array:
    """Return the Hessian of f at x by central differences.

    Parameters
    ----------
    f : callable
        Takes an array (n,), returns a number.
    x : (n,)
    h : float
        Step of the differences, > 0.

    Returns
    -------
    H : (n, n)
        H[i, j] = ∂²f/∂x_i∂x_j.

    Examples
    --------
    f(x) = x₁² + 3 x₁x₂ is a polynomial of degree 2: with h = ½ nothing is rounded, and there is no error.

    >>> hessian_numeric(lambda x: x[0] ** 2 + 3 * x[0] * x[1], np.array([1.0, 2.0]), h=0.5).tolist()
    [[2.0, 3.0], [3.0, 0.0]]
    """
    raise NotImplementedError

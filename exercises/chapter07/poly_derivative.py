"""The derivative of a polynomial.

A polynomial is known by its coefficients. Written down from the constant on, c = (c₀, c₁, …, c_{n−1}) stands for

    p(x) = c₀ + c₁ x + c₂ x² + … + c_{n−1} x^{n−1}.

The power rule, (x^k)′ = k x^{k−1}, and the derivative of a sum make another polynomial of p′. Return its coefficients,
in the same order. The constant goes, and all others move down by one place.

* The order is *ascending*: c[k] belongs to x^k.
* The derivative has n − 1 coefficients, zeros included, also where the last of c is 0. Of a constant, (c₀,), it is the
  polynomial 0 with its one coefficient, (0,).
* The kind of numbers stays what it is: int64 for int64, float64 for float64. All whole numbers fit into an int64, and
  are exact.
* c holds at least one coefficient.

References
----------
Kneusel, Math for Deep Learning, chapter 7.
"""

import numpy as np
from numpy.typing import NDArray

Coefficients = NDArray[np.float64] | NDArray[np.int64]


def poly_derivative(c: Coefficients) -> Coefficients:
    """Return the coefficients of the derivative of a polynomial.

    Parameters
    ----------
    c : (n,), float64 or int64
        Coefficients, c[k] that of x^k.

    Returns
    -------
    d : (n − 1,), but (1,) for n = 1; the dtype of c
        Coefficients of the derivative, d[k] that of x^k.

    Examples
    --------
    5 + 4x + 3x² has the derivative 4 + 6x, and 5 has the derivative 0:

    >>> poly_derivative(np.array([5, 4, 3])).tolist(), poly_derivative(np.array([5])).tolist()
    ([4, 6], [0])
    """
    raise NotImplementedError

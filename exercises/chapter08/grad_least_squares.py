"""The gradient of a squared error.

A linear model says A x where b was measured: m equations for n unknowns, and in general no x fulfils them all. How
wrong x is, is told by half the sum of the squares of the residuals r = A x − b:

    f(x) = ½ ‖A x − b‖² = ½ Σ_i r[i]²,        r[i] = Σ_j A[i, j] x[j] − b[i].

Its gradient by x has the shape of x. Use the chain rule, first with one residual: how does ½ r[i]² change with x[j]?

* The factor is ½, and the squares are summed, not averaged: f does not depend on m otherwise.
* m may be larger than n, equal to it, or smaller.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on derivatives of a scalar by a vector. Liquet, Moka, Nazarathy,
Mathematical Engineering of Deep Learning, 2.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def grad_least_squares(A: Array, x: Array, b: Array) -> Array:
    """Return the gradient of ½ ‖A x − b‖² by x.

    Parameters
    ----------
    A : (m, n)
    x : (n,)
    b : (m,)

    Returns
    -------
    g : (n,)
        g[j] = ∂f/∂x[j].

    Examples
    --------
    Two equations for one unknown, x = 1 and 2x = 7. At x = 2 the residuals are 1 and −3; f = ½ (x − 1)² + ½ (2x − 7)²
    has the derivative (x − 1) + 2 (2x − 7):

    >>> grad_least_squares(np.array([[1.0], [2.0]]), np.array([2.0]), np.array([1.0, 7.0])).tolist()
    [-5.0]
    """
    raise NotImplementedError

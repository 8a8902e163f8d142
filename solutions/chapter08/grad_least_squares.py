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
    ### BEGIN SOLUTION
    return A.T @ (A @ x - b)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One residual, one unknown.** By the chain rule ½ r[i]² has the derivative r[i] · ∂r[i]/∂x[j], and r[i] is linear:
   ∂r[i]/∂x[j] = A[i, j]. The ½ has taken the 2 of the square away.

2. **Sum over the residuals**: g[j] = Σ_i A[i, j] r[i]. The sum runs over the *first* index of A, so it is Aᵀ that is
   multiplied with r:

       g = Aᵀ (A x − b).

   The shapes say the same: r is (m,), g must be (n,), and of A and Aᵀ only Aᵀ (n, m) makes one of the other.

3. **Where it is zero**, Aᵀ A x = Aᵀ b: the normal equations. The residual is then orthogonal to every column of A. It
   need not be zero itself.

4. **A formula without remainder.** f is a polynomial of degree 2, so Taylor's formula ends after the second term:

       f(x + d) = f(x) + g · d + ½ ‖A d‖².

>>> A, b = np.array([[1.0], [2.0]]), np.array([1.0, 7.0])
>>> grad_least_squares(A, np.array([3.0]), b).tolist(), (A @ np.array([3.0]) - b).tolist()
([0.0], [2.0, -1.0])
>>> f = lambda x: 0.5 * float(np.sum((A @ x - b) ** 2))
>>> x, d = np.array([2.0]), np.array([0.5])
>>> f(x + d), f(x) + float(grad_least_squares(A, x, b) @ d) + 0.5 * float(np.sum((A @ d) ** 2))
(3.125, 3.125)
"""
### END EXPLANATION

"""The gradient of a quadratic form.

A quadratic form is a square in many dimensions: a matrix A (n, n) and a point x (n,) give the number

    f(x) = xᵀA x = Σ_i Σ_j A[i, j] x[i] x[j].

The gradient collects its partial derivatives, g[k] = ∂f/∂x[k], and has the shape of x. Where in the double sum does
x[k] stand? Twice: as the factor on the left, and as the factor on the right.

* A need not be symmetric. (If it is, there is a shorter formula; it is not the answer here.)
* There is no factor ½ in f.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on derivatives of a scalar by a vector. Liquet, Moka, Nazarathy,
Mathematical Engineering of Deep Learning, appendix A.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def grad_quadratic_form(A: Array, x: Array) -> Array:
    """Return the gradient of xᵀA x by x.

    Parameters
    ----------
    A : (n, n)
    x : (n,)

    Returns
    -------
    g : (n,)
        g[k] = ∂f/∂x[k].

    Examples
    --------
    f = x₁² + 5 x₁x₂ + 4 x₂² has the derivatives 2x₁ + 5x₂ and 5x₁ + 8x₂. At (1, 2):

    >>> grad_quadratic_form(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 2.0])).tolist()
    [12.0, 21.0]
    """
    raise NotImplementedError

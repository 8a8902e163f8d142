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
    ### BEGIN SOLUTION
    return (A + A.T) @ x
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One partial derivative.** The product rule, on every term A[i, j] x[i] x[j]: ∂x[i]/∂x[k] is 1 for i = k and 0
   otherwise. So the terms with i = k give A[k, j] x[j], and those with j = k give A[i, k] x[i]:

       g[k] = Σ_j A[k, j] x[j] + Σ_i A[i, k] x[i] = (A x)[k] + (Aᵀx)[k].

   The term A[k, k] x[k]² is in both sums, and gives 2 A[k, k] x[k], as it should.

2. **All of them at once**: g = A x + Aᵀx = (A + Aᵀ) x. Only if A = Aᵀ is this 2 A x.

3. **Half of A does not matter.** xᵀA x is a number, so it is its own transpose, xᵀAᵀx: f sees the symmetric part
   ½ (A + Aᵀ) alone. A matrix with Aᵀ = −A gives f = 0 everywhere, and the gradient 0.

4. **A check without derivatives.** Doubling x makes f four times as large: f(t x) = t² f(x). Differentiate by t at
   t = 1, and x · g = 2 f(x) (Euler).

>>> A, x = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 2.0])
>>> (A @ x).tolist(), (A.T @ x).tolist(), grad_quadratic_form(A, x).tolist()
([5.0, 11.0], [7.0, 10.0], [12.0, 21.0])
>>> float(x @ grad_quadratic_form(A, x)), 2 * float(x @ A @ x)
(54.0, 54.0)
>>> grad_quadratic_form(np.array([[0.0, 2.0], [-2.0, 0.0]]), x).tolist()
[0.0, 0.0]
"""
### END EXPLANATION

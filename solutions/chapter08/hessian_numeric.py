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
    ### BEGIN SOLUTION
    n = len(x)
    e = h * np.eye(n)
    H = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            along = f(x + e[i] + e[j]) + f(x - e[i] - e[j])
            across = f(x + e[i] - e[j]) + f(x - e[i] + e[j])
            H[i, j] = (along - across) / (4 * h**2)
    return H
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A difference of differences.** ∂f/∂x_j is measured by (f(x + h e_j) − f(x − h e_j)) / 2h. Measure the derivative of
   that by x_i in the same way, at x + h e_i and x − h e_i: four values of f, divided by 2h twice, that is by 4h².

2. **The error.** Both differences are central, so odd terms of Taylor's formula cancel, and what remains is of order
   h². Polynomials of degree 3 have no such terms: they are exact at any h. x₁⁴ at 1 has the second derivative 12. With
   the corners the error is 8h² there, with three points 2h²; both are four times smaller if h is halved.

>>> [float(hessian_numeric(lambda x: x[0] ** 4, np.array([1.0]), h=h)[0, 0]) for h in (0.5, 0.25)]
[14.0, 12.5]
>>> f = lambda t: t**4
>>> [(f(1 + h) - 2 * f(1) + f(1 - h)) / h**2 for h in (0.5, 0.25)]
[12.5, 12.125]

3. **The best h.** Rounding of f is about 10⁻¹⁶ |f|, divided by h². Together with h², that is smallest near
   h = 10⁻⁴, where both are 10⁻⁸. One derivative has its best h near 10⁻⁵; the second needs a larger step.

>>> errors = [abs(float(hessian_numeric(lambda x: np.exp(x[0]), np.zeros(1), h)[0, 0]) - 1) for h in (1e-3, 1e-8)]
>>> errors[0] < 1e-5, errors[1] > 0.1
(True, True)

4. **Symmetric** it is by itself: exchanging i and j exchanges the two corners with a minus sign. So only the upper
   half needs to be computed, about half as many calls.

5. **A quadratic form** xᵀA x has the gradient (A + Aᵀ) x, and so the Hessian A + Aᵀ everywhere.

6. **It is no product of first derivatives.** The outer product of the gradient with itself has the same shape, but says
   nothing of how the gradient changes: where the gradient is zero, it is zero.
"""
### END EXPLANATION

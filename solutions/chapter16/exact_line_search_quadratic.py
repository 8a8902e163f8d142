"""The best step along the gradient of a quadratic function.

Let f(x) = ½ xᵀA x − bᵀx with a symmetric positive definite A. Its gradient is g = A x − b. Steepest descent goes from x
against g, to x − alpha g. How far? Along this ray f is a parabola in alpha, and a parabola has its minimum where its
slope is zero: an exact line search, which for other functions would be a search, is here a formula.

Return this alpha, for the point x. A learning rate that is the same in every step has to respect the steepest direction
of all; this one is chosen anew at each point.

* A is symmetric and positive definite, of any size from (1, 1) on.
* Where the gradient is zero, x is the minimum, every alpha is as good as another, and the answer is 0.0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Nocedal, Wright, Numerical Optimization,
2nd ed. (2006), section 3.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def exact_line_search_quadratic(A: Array, b: Array, x: Array) -> float:
    """Return the alpha for which f(x − alpha g) is smallest, with f(x) = ½ xᵀA x − bᵀx and its gradient g at x.

    Parameters
    ----------
    A : (n, n)
        Symmetric, positive definite.
    b, x : (n,)

    Returns
    -------
    alpha : float
        0.0 where g is zero.

    Examples
    --------
    f(x) = x₁² + 2 x₂² − 2 x₁ has the gradient (2 x₁ − 2, 4 x₂), which is (2, 4) at (2, 1). Along it, f changes like
    −20 alpha + 36 alpha², with the minimum at 20/72:

    >>> A, b = np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([2.0, 0.0])
    >>> round(float(exact_line_search_quadratic(A, b, np.array([2.0, 1.0]))), 6)
    0.277778
    """
    ### BEGIN SOLUTION
    g = A @ x - b
    if not g.any():
        return 0.0
    return float(g @ g / (g @ A @ g))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Along the ray.** Put x − α g into f and sort by powers of α. With g = A x − b,

       f(x − α g) = f(x) − α gᵀg + ½ α² gᵀA g.

2. **The minimum of a parabola.** Its slope in α is −gᵀg + α gᵀA g, and this is zero at α = gᵀg / gᵀA g. A is positive
   definite, so gᵀA g > 0 for every g ≠ 0: the parabola opens upwards, and the step is never negative.

3. **Between two limits.** gᵀA g / gᵀg is a mean of the eigenvalues of A, weighted by the squared parts of g along the
   eigenvectors. So 1/λ_max ≤ α ≤ 1/λ_min: along flat directions steps are long, along steep ones short.

4. **Zigzag.** The slope in α is minus the product of the new gradient with the old one. That it is zero says that
   consecutive gradients are orthogonal: the way turns by 90° at each step, and in a long valley it goes to and fro.

>>> A, b, x = np.diag([1.0, 9.0]), np.zeros(2), np.array([9.0, 1.0])
>>> for _ in range(3):
...     print(x.round(3).tolist(), (A @ x).round(3).tolist())
...     x = x - exact_line_search_quadratic(A, b, x) * (A @ x)
[9.0, 1.0] [9.0, 9.0]
[7.2, -0.8] [7.2, -7.2]
[5.76, 0.64] [5.76, 5.76]

5. **How fast.** With κ = λ_max/λ_min, every step leaves at most ((κ − 1)/(κ + 1))² of f − min f (Kantorovich). The
   example is the worst case: κ = 9, and 0.8² = 0.64 remains each time.
"""
### END EXPLANATION

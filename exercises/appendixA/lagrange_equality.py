"""A quadratic function under linear equations.

Of all x that satisfy the m equations A x = b, which one minimises

    f(x) = ½ xᵀ Q x + cᵀ x ?

At the minimum, f may change only in directions that the equations forbid: its gradient Q x + c is a combination of the
rows of A. So there are multipliers λ, one for each equation, with

    Q x + c + Aᵀ λ = 0,        A x = b.

These are n + m linear equations in n + m unknowns (the KKT system). Return x and λ.

* The sign of λ is that of the Lagrangian L(x, λ) = f(x) + λᵀ (A x − b).
* Q (n, n) is symmetric and positive definite; the rows of A (m, n) are linearly independent, 1 ≤ m ≤ n. Both are far
  from singular. If m = n, the equations leave one x only: it is the minimum, and there are multipliers as well.
* x (n,) and λ (m,), as all else, are float64. Both are wanted to full precision: a penalty for A x ≠ b, however large,
  gives an approximation.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix A, mathematical support. Nocedal, Wright,
Numerical Optimization, 2nd ed. (2006), section 16.1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def lagrange_equality(Q: Array, c: Array, A: Array, b: Array) -> tuple[Array, Array]:
    """Return the minimum of ½ xᵀ Q x + cᵀ x under A x = b, and its multipliers.

    Parameters
    ----------
    Q : (n, n)
        Symmetric and positive definite.
    c : (n,)
    A : (m, n)
        Of rank m.
    b : (m,)

    Returns
    -------
    x : (n,)
        The minimum.
    lam : (m,)
        λ, with Q x + c + Aᵀ λ = 0.

    Examples
    --------
    The point on the line x₁ + x₂ = 2 that is nearest to 0; its gradient (1, 1) is −λ times the row (1, 1):

    >>> x, lam = lagrange_equality(np.eye(2), np.zeros(2), np.array([[1.0, 1.0]]), np.array([2.0]))
    >>> x.round(9).tolist(), lam.round(9).tolist()
    ([1.0, 1.0], [-1.0])
    """
    raise NotImplementedError

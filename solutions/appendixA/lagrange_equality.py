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
    ### BEGIN SOLUTION
    m, n = A.shape
    K = np.block([[Q, A.T], [A, np.zeros((m, m))]])
    solved = np.linalg.solve(K, np.concatenate([-c, b]))
    return solved[:n], solved[n:]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Directions that are allowed.** If A x = b and A z = 0, then x + z satisfies the equations, too. Along z, f has the
   slope (Q x + c) · z. At a minimum it is 0 for every such z: the gradient is orthogonal to the null space of A. What
   is orthogonal to that is spanned by the rows of A, so Q x + c = −Aᵀ λ.

2. **One system.** With A x = b that is

       ⎡ Q  Aᵀ ⎤ ⎡ x ⎤   ⎡ −c ⎤
       ⎣ A  0  ⎦ ⎣ λ ⎦ = ⎣  b ⎦.

   The matrix is symmetric, but not positive definite: it has m negative eigenvalues. (No Cholesky, then.)

3. **It can be solved.** If Q x + Aᵀ λ = 0 and A x = 0, then xᵀ Q x = −(A x)ᵀ λ = 0, so x = 0 as Q is positive definite,
   then Aᵀ λ = 0, so λ = 0 as the rows are independent.

4. **It is the minimum.** For any z with A z = 0, f(x + z) = f(x) + (Q x + c) · z + ½ zᵀ Q z = f(x) + ½ zᵀ Q z.

5. **Without x.** From the first line x = −Q⁻¹ (c + Aᵀ λ); put into the second, (A Q⁻¹ Aᵀ) λ = −(b + A Q⁻¹ c): a system
   of size m, with a positive definite matrix (the Schur complement).

6. **Without λ.** x = x₀ + Z y, where x₀ is any solution and the columns of Z span the null space of A; then y solves
   Zᵀ Q Z y = −Zᵀ (Q x₀ + c).

7. **By hand.** Q = diag(1, 2), c = 0, x₁ + x₂ = 3: x₁ = −λ, 2 x₂ = −λ, so −λ − λ/2 = 3, λ = −2, x = (2, 1).

>>> x, lam = lagrange_equality(np.diag([1.0, 2.0]), np.zeros(2), np.array([[1.0, 1.0]]), np.array([3.0]))
>>> x.round(9).tolist(), lam.round(9).tolist()
([2.0, 1.0], [-2.0])

   To minimise first, x = 0, and then to go to the nearest point on the line gives (1.5, 1.5): there f is 3.375, and at
   (2, 1) it is 3. What is nearest is measured by Q, not by |x|.

8. **Multipliers are prices.** Let f* be the smallest value, as a function of b. Then ∂f*/∂b_i = −λ_i: what it costs to
   ask for a little more. Here f* = b²/3, and its slope at b = 3 is 2.

>>> Q, line = np.diag([1.0, 2.0]), np.array([[1.0, 1.0]])
>>> f = lambda x: 0.5 * x @ Q @ x
>>> lowest = lambda b: f(lagrange_equality(Q, np.zeros(2), line, np.array([b]))[0])
>>> round(float(lowest(3.5) - lowest(2.5)), 9)
2.0
"""
### END EXPLANATION

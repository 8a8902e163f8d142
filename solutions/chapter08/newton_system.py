"""Newton's method, for a system of equations.

n equations in n unknowns, F(x) = 0 with F(x) (n,). Close to x, F is nearly linear: F(x + d) ≈ F(x) + J d, with the
Jacobian J[i, j] = ∂F_i/∂x_j (n, n). So the step d that leads to a root of the linear part solves a linear system:

    J(x_k) d = −F(x_k),        x_{k+1} = x_k + d.

* At each point, x0 included, **first** look whether max_i |F_i(x)| ≤ tol. If so, this x is the root: no step is made.
* Otherwise make a step, with the Jacobian at the point where you stand. If J is singular there, ValueError is raised.
* At most max_iter steps are made. If the largest |F_i| is still above tol after the last of them: ValueError.
* J is what is handed over: take it as it is, and measure nothing.
* history (steps + 1, n) has a row for each point, x0 first, the root last. Rows are float64, also if x0 holds integers,
  and x0 is the same afterwards.

F and J are smooth, J is far from singular or is singular to the last bit (a row or a column of zeros), and no largest
|F_i| on the way lies within a tenth of tol around tol.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on Newton's method for systems. (Mind the signs in its listing's Jacobian.)
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def newton_system(
    F: Callable[[Array], Array],
    J: Callable[[Array], Array],
    x0: NDArray[np.float64 | np.integer],
    tol: float = 1e-10,
    max_iter: int = 50,
) -> tuple[Array, Array]:
    """Return a root of F, found by Newton's method from x0, and all points on the way.

    Parameters
    ----------
    F : callable
        Takes an array (n,), returns an array (n,).
    J : callable
        Its Jacobian: takes an array (n,), returns an array (n, n) with ∂F_i/∂x_j in row i, column j.
    x0 : (n,), floats or integers
        Where to start.
    tol : float
        F is as good as zero if no entry is larger in modulus, > 0.
    max_iter : int
        Number of steps at most, at least 1.

    Returns
    -------
    root : (n,)
    history : (steps + 1, n)

    Raises
    ------
    ValueError
        If the Jacobian is singular where a step is due, or if max_iter steps lead to no root.

    Examples
    --------
    Linear equations need one step: 2x + y = 5 and y = 1.

    >>> A = np.array([[2.0, 1.0], [0.0, 1.0]])
    >>> root, history = newton_system(lambda x: A @ x - np.array([5.0, 1.0]), lambda x: A, np.array([0.0, 0.0]))
    >>> root.tolist(), history.tolist()
    ([2.0, 1.0], [[0.0, 0.0], [2.0, 1.0]])
    """
    ### BEGIN SOLUTION
    x = np.array(x0, dtype=np.float64)
    history = [x]
    while np.abs(F(x)).max() > tol:
        if len(history) > max_iter:
            raise ValueError(f"no root after {max_iter} steps")
        x = x - np.linalg.solve(J(x), F(x))
        history.append(x)
    return x.copy(), np.array(history)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Rows are equations.** Row i of J is the gradient of F_i: F_i(x + d) ≈ F_i(x) + Σ_j J[i, j] d[j]. All n of them are
   to vanish with one d. That is a linear system with the matrix J, not Jᵀ, and the right side −F.

2. **By hand.** F(x) = (4x₀ − 2x₀x₁, 2x₁ + x₀x₁ − 2x₁²) has roots at (0, 0), (0, 1) and (2, 2). Its Jacobian is

       4 − 2x₁      −2x₀
       x₁           2 + x₀ − 4x₁.

   At (3, 3): F = (−6, −3), J = [[−2, −6], [3, −7]], with the determinant 32. So d = J⁻¹ (6, 3) =
   (−7·6 + 6·3, −3·6 − 2·3) / 32 = (−0.75, −0.75).

>>> F = lambda x: np.array([4 * x[0] - 2 * x[0] * x[1], 2 * x[1] + x[0] * x[1] - 2 * x[1] ** 2])
>>> J = lambda x: np.array([[4 - 2 * x[1], -2 * x[0]], [x[1], 2 + x[0] - 4 * x[1]]])
>>> root, history = newton_system(F, J, np.array([3, 3]))
>>> history[:2].round(12).tolist(), root.round(9).tolist()
([[3.0, 3.0], [2.25, 2.25]], [2.0, 2.0])

3. **Digits double**, as with one equation:

>>> [f"{error:.0e}" for error in np.abs(history - 2).max(axis=1)[:5].tolist()]
['1e+00', '2e-01', '2e-02', '3e-04', '5e-08']

4. **A wrong entry costs the doubling.** With 2 − x₀ − 4x₁ in the corner, it still ends at (2, 2), as F says where a
   root is. But it takes longer:

>>> slip = lambda x: np.array([[4 - 2 * x[1], -2 * x[0]], [x[1], 2 - x[0] - 4 * x[1]]])
>>> len(history) - 1 < len(newton_system(F, slip, np.array([2.25, 2.125]))[1]) - 1
True

5. **Division is no solution.** F / J divides row by row or column by column, and F / diag J takes one equation for one
   unknown, as if they were not coupled.

6. **Solve, don't invert.** np.linalg.solve needs a third of the work, and raises LinAlgError, which is a ValueError, if
   J is singular: then some direction d changes no F_i, and no step is determined.

7. **Which root?** The one that the way leads to: from (3, 3) it is (2, 2). Starts that lie close together may end at
   different ones.
"""
### END EXPLANATION

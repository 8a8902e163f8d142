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
    raise NotImplementedError

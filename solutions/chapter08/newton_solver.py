"""A solver of equations.

Here your answers become a program that solves n equations in n unknowns, and tells how far its answer is to be trusted.
There is nothing to fill in: the program below is complete, and imports what you wrote.

* The Jacobian is measured by your jacobian_numeric, so that F is all that has to be given.
* Newton's steps are made by your newton_system, to the root.
* At the root, the inverse of the Jacobian comes from your inverse_gauss_jordan, of chapter 6. Close to a root,
  F(x) ≈ J (x − r): so J⁻¹ tells how far from the root a value of F is that is not quite zero, and how the root moves if
  the equations are changed a little: if F_i(x) = 0 becomes F_i(x) = ε, r moves by ε times column i of J⁻¹.

With a measured Jacobian the last digits come nearly as quickly as with an exact one: it is right to about ten digits.

Once your answers are there, run it in your workspace, from the folder that holds chapter08:

    python -m chapter08.newton_solver

References
----------
Kneusel, Math for Deep Learning, chapter 8: Newton's method, and the system of two species in the program's last lines.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from chapter06.inverse_gauss_jordan import inverse_gauss_jordan
from chapter08.jacobian_numeric import jacobian_numeric
from chapter08.newton_system import newton_system

Array = NDArray[np.float64]
Equations = Callable[[Array], Array]


def find_root(F: Equations, x0: Array, tol: float = 1e-9) -> tuple[Array, Array]:
    """Return a root (n,) of F, and all points (steps + 1, n) on the way from x0.

    Examples
    --------
    x² + y² = 25 and x = y + 1 hold at (4, 3):

    >>> F = lambda x: np.array([x[0] ** 2 + x[1] ** 2 - 25, x[0] - x[1] - 1])
    >>> find_root(F, np.array([5.0, 2.0]))[0].round(6).tolist()
    [4.0, 3.0]
    """
    return newton_system(F, lambda x: jacobian_numeric(F, x), x0, tol=tol)


def sensitivity(F: Equations, root: Array) -> Array:
    """Return how the root moves if equations are changed a little: (n, n), a column for each equation.

    Examples
    --------
    If 2x = 8 becomes 2x = 8 + ε, the root moves by ε/2.

    >>> sensitivity(lambda x: 2 * x - 8, np.array([4.0])).round(6).tolist()
    [[0.5]]
    """
    return inverse_gauss_jordan(jacobian_numeric(F, root))


def how_sure(F: Equations, x: Array) -> Array:
    """Return about how far each entry of x (n,) is from the root.

    Examples
    --------
    x² = 4 at x = 2.125: x is off by 0.125, and F = 0.515625 divided by the slope 4.25 is close to that.

    >>> how_sure(lambda x: x**2 - 4, np.array([2.125])).round(4).tolist()
    [0.1213]
    """
    return np.abs(sensitivity(F, x) @ F(x))


def species(x: Array) -> Array:
    """Return the rates at which two species grow that live on each other; where both are zero, their numbers stay."""
    return np.array([4 * x[0] - 2 * x[0] * x[1], 2 * x[1] + x[0] * x[1] - 2 * x[1] ** 2])


if __name__ == "__main__":
    root, history = find_root(species, np.array([3.5, 3.0]))
    print("Points on the way:")
    print(history.round(8))
    print("How far each was from the root:")
    print(np.array([how_sure(species, x) for x in history[:-1]]))
    print("How the root moves with each of the equations:")
    print(sensitivity(species, root).round(4))

### BEGIN EXPLANATION
"""
1. **The root is as exact as F.** The Jacobian decides about the way only: newton_system stops where F is small, and F
   is not measured but computed. A Jacobian with an error of 10⁻¹⁰ multiplies the distance by 10⁻¹⁰ in each of the last
   steps, where an exact one would square it. Nobody sees a difference.

2. **A quick way.** From (3.5, 3), errors are about squared with every step:

>>> root, history = find_root(species, np.array([3.5, 3.0]))
>>> root.round(9).tolist(), bool(len(history) < 9)
([2.0, 2.0], True)

3. **The inverse function.** Near the root, F turns x into F(x) ≈ J (x − r), and J⁻¹ turns that back. At (2, 2), the
   Jacobian of the two species is [[0, −4], [2, −4]], with the inverse [[−½, ½], [−¼, 0]].

>>> (sensitivity(species, root).round(6) + 0.0).tolist()
[[-0.5, 0.5], [-0.25, 0.0]]

   So if −ε is added to the first rate, equilibrium moves by −½ε and −¼ε: the second species does not care about the
   second equation at all.
"""
### END EXPLANATION

"""The Jacobian, measured.

A function f takes n numbers and returns m. How each of the outputs changes with each of the inputs is a table, the
Jacobian

    J[i, j] = ∂f_i / ∂x_j,        J (m, n):

a row for each output, a column for each input (numerator layout). Close to x the function is nearly linear, and J is
its matrix: f(x + d) ≈ f(x) + J d. Row i is the gradient of f_i. Column j tells what happens if x_j alone moves, and
that is how it is measured: move x_j by h forwards and backwards, everything else stays, and

    J[:, j] = ( f(x + h e_j) − f(x − h e_j) ) / 2h,

where e_j has a 1 at j and zeros elsewhere. Such central differences have an error of order h².

* h is the step itself, the same for every entry; it is not scaled with x.
* f is given arrays (n,) of float64, also if x holds integers.
* f returns an array (m,), or a list of m numbers, or a single number. A single number counts as m = 1: J is (1, n).
* If x has one entry, f is a curve and J a column (m, 1): its derivative by a number.
* x is the same afterwards, to the last bit.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on the Jacobian. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep
Learning, appendix A.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def jacobian_numeric(
    f: Callable[[Array], Array | Sequence[float] | float], x: NDArray[np.float64 | np.integer], h: float = 1e-5
) -> Array:
    """Return the Jacobian of f at x by central differences.

    Parameters
    ----------
    f : callable
        Takes an array (n,), returns an array (m,), a list of m numbers, or a number.
    x : (n,), floats or integers
    h : float
        Step of the differences, > 0.

    Returns
    -------
    J : (m, n), float64
        J[i, j] = ∂f_i/∂x_j.

    Examples
    --------
    f(x) = (x₁x₂, x₁ + x₂, 3x₁) has the Jacobian [[x₂, x₁], [1, 1], [3, 0]]:

    >>> J = jacobian_numeric(lambda x: np.array([x[0] * x[1], x[0] + x[1], 3 * x[0]]), np.array([5.0, 2.0]))
    >>> bool(np.abs(J - np.array([[2, 5], [1, 1], [3, 0]])).max() < 1e-8)
    True
    >>> jacobian_numeric(lambda x: x[0] ** 2, np.array([3]), h=0.5).tolist()
    [[6.0]]
    """
    raise NotImplementedError

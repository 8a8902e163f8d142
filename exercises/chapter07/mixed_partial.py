"""Mixed partial derivatives.

A partial derivative is a function again, and has partial derivatives of its own. Take the slope of f along x_j, and
ask how it changes along xᵢ: that is ∂²f/∂xᵢ∂x_j. For i ≠ j it is called mixed, and tells how two variables work
together: of x² + y² it is 0, of x y it is 1. For i = j it is the second derivative along one axis.

Measure it by differences of order 2: put one central difference into another, as in ∂/∂xᵢ (∂f/∂x_j), and simplify. With
half of h, the error must be a quarter; on quadratic functions there is none but rounding.

* It is right for i = j as well. There the usual second difference, with the step h, is as good as one with 2h.
* h is positive, and 10⁻³ if it is not given: it is divided by twice, rounding costs u |f| / h², and 10⁻⁵ would leave
  five digits or six.
* f takes an array (n,) of float64 and returns one number; i and j count from 0.
* x may hold ints. It is the same afterwards, to the last bit.

For smooth f the order does not matter, ∂²f/∂xᵢ∂x_j = ∂²f/∂x_j∂xᵢ (Clairaut, Schwarz).

References
----------
Kneusel, Math for Deep Learning, chapter 7. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
appendix A.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mixed_partial(
    f: Callable[[Array], float], x: NDArray[np.float64 | np.int64], i: int, j: int, h: float = 1e-3
) -> float:
    """Return ∂²f/∂xᵢ∂x_j at x, by differences of order 2.

    Parameters
    ----------
    f : callable
        Takes (n,) float64, returns a number.
    x : (n,), float64 or int64
    i, j : int
        The two variables, 0 ≤ i, j < n; they may be the same.
    h : float
        Size of the steps, > 0.

    Returns
    -------
    derivative : float

    Examples
    --------
    Of x² y at (3, 5), it is 2x = 6 in x and y, and 2y = 10 in x twice. Differences of order 2 make no error here.

    >>> f, x = lambda x: float(x[0] ** 2 * x[1]), np.array([3.0, 5.0])
    >>> [float(mixed_partial(f, x, *pair, h=0.5)) for pair in ((0, 1), (1, 0), (0, 0), (1, 1))]
    [6.0, 6.0, 10.0, 0.0]
    """
    raise NotImplementedError

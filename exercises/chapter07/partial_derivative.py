"""A partial derivative, measured.

A function of many variables, f(x) with x = (x₀, …, x_{n−1}), has a slope along each of its axes. The partial derivative
∂f/∂xᵢ holds all variables still but one. Measure it by a central difference: with eᵢ, the vector that has a 1 at
place i and zeros elsewhere,

    (f(x + h eᵢ) − f(x − h eᵢ)) / (2h).

Its error is of order h², and on quadratic functions there is none but rounding.

* f takes an array (n,) and returns one number.
* i counts from 0; h is positive, and 10⁻⁵ if it is not given.
* x may hold ints: f is called with float64 all the same. An array of ints can't hold x + h.
* x is the same afterwards, to the last bit. (x + h − 2h + h is not always x.)

References
----------
Kneusel, Math for Deep Learning, chapter 7. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
appendix A.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def partial_derivative(
    f: Callable[[Array], float], x: NDArray[np.float64 | np.int64], i: int, h: float = 1e-5
) -> float:
    """Return the central difference of f at x along axis i.

    Parameters
    ----------
    f : callable
        Takes (n,) float64, returns a number.
    x : (n,), float64 or int64
    i : int
        Which variable moves, 0 ≤ i < n.
    h : float
        How far it moves to each side, > 0.

    Returns
    -------
    slope : float

    Examples
    --------
    f(x, y) = x³ y at (2, 5). Along x the slope is 3x² y = 60, and the difference with h = 1 is 5 (27 − 1) / 2 = 65.
    Along y, f is a line with the slope 8.

    >>> f, x = lambda x: float(x[0] ** 3 * x[1]), np.array([2.0, 5.0])
    >>> [float(partial_derivative(f, x, i, 1.0)) for i in (0, 1)]
    [65.0, 8.0]
    """
    raise NotImplementedError

"""A line search that backtracks.

A direction d leads downhill at x if g · d < 0, with the gradient g at x. But how far may one go? Any decrease of f is
not enough: steps could be so poor that the descent stops before a minimum. Armijo asks for a share c of what the slope
promises:

    f(x + alpha d) ≤ f(x) + c · alpha · (g · d).

Try alpha0 first, then rho · alpha0, rho² · alpha0, and so on, and return the first that satisfies this. For a direction
downhill there is one, however steep f is: for small alpha, f falls as the slope says.

* If g · d is not below 0, raise ValueError: the search might never end.
* f may be NaN or ∞ where it is not defined, as beyond the end of its domain. Such a step is not accepted.
* f is finite at x.
* If none of the first max_iter lengths satisfies the condition, raise ValueError: then g is not the gradient of f, or
  the decrease drowns in rounding.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 4. Nocedal, Wright, Numerical Optimization,
2nd ed. (2006), algorithm 3.1.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def backtracking_armijo(
    f: Callable[[Array], float],
    g: Array,
    x: Array,
    d: Array,
    alpha0: float = 1.0,
    c: float = 1e-4,
    rho: float = 0.5,
    max_iter: int = 100,
) -> float:
    """Return the first of alpha0, rho · alpha0, rho² · alpha0, … that satisfies Armijo's condition.

    Parameters
    ----------
    f : callable
        Takes a point (n,), returns a number.
    g : (n,)
        The gradient of f at x.
    x : (n,)
        Where one stands.
    d : (n,)
        Direction.
    alpha0 : float
        First length, > 0.
    c : float
        Share of the promised decrease, between 0 and 1.
    rho : float
        Factor from one trial to the next, between 0 and 1.
    max_iter : int
        How many lengths are tried at most, alpha0 included.

    Returns
    -------
    alpha : float

    Raises
    ------
    ValueError
        If d does not lead downhill, or no length that is tried is accepted.

    Examples
    --------
    f(x) = x² from x = 1, where the slope is 2, against the gradient. alpha = 1 leads to −1, where f is 1 as before;
    alpha = ½ leads to the minimum, and half of what the slope promises is enough for c = 0.4:

    >>> x = np.array([1.0])
    >>> float(backtracking_armijo(lambda x: float(x @ x), 2 * x, x, -2 * x, c=0.4))
    0.5
    """
    raise NotImplementedError

"""Gradient descent in many dimensions.

The step is the same as on a line, only that the point and the gradient are vectors:

    x_{t+1} = x_t − lr · ∇f(x_t).

All coordinates move at once: the gradient is taken at x_t, and not at a point of which some coordinates have moved
already. Where coordinates are coupled, this is another way down.

Return the whole way, one point a row. In a long, narrow valley, plot it: it goes to and fro between the walls, while
hardly anything happens along the valley. What limits lr there, and what suffers from it?

* The trajectory has steps + 1 rows; the first is x0.
* The entries are float64, also if x0 holds ints. x0 is the same afterwards.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.2.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gd_nd(grad: Callable[[Array], Array], x0: Array, lr: float, steps: int) -> Array:
    """Return the trajectory of gradient descent from x0.

    Parameters
    ----------
    grad : callable
        ∇f: takes a point (n,), returns (n,).
    x0 : (n,)
        Where to start.
    lr : float
        Learning rate, > 0.
    steps : int
        Number of steps, at least 0.

    Returns
    -------
    x : (steps + 1, n)

    Examples
    --------
    f(x) = x₁² + 2 x₂² has the gradient (2 x₁, 4 x₂). With lr = 1/4, x₁ is halved and x₂ is at its minimum at once:

    >>> gd_nd(lambda x: np.array([2 * x[0], 4 * x[1]]), np.array([8.0, 3.0]), 0.25, 2).tolist()
    [[8.0, 3.0], [4.0, 0.0], [2.0, 0.0]]
    """
    raise NotImplementedError

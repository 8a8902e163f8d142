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
    ### BEGIN SOLUTION
    x = np.zeros((steps + 1, len(x0)))
    x[0] = x0
    for t in range(steps):
        x[t + 1] = x[t] - lr * grad(x[t])
    return x
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A valley that is not round.** For f(x) = ½ (a x₁² + b x₂²) the gradient is (a x₁, b x₂), and each coordinate goes
   its own way, as on a line:

       x₁ ← (1 − lr a) x₁,    x₂ ← (1 − lr b) x₂.

2. **The steep direction sets the limit.** With b = 100 a, lr must be below 2/b. Then 1 − lr a is above 1 − 2 a/b =
   0.98: the flat direction loses at most 2 % a step. The ratio b/a, the condition number, is about how many steps it
   takes.

>>> grad = lambda x: np.array([1.0, 100.0]) * x
>>> gd_nd(grad, np.array([1.0, 1.0]), 0.019, 4).round(3).tolist()
[[1.0, 1.0], [0.981, -0.9], [0.962, 0.81], [0.944, -0.729], [0.926, 0.656]]

   x₂ jumps from wall to wall, and x₁ crawls.

3. **All at once.** If coordinates are coupled, as in f = x₁² + x₁ x₂ + x₂², moving x₁ first changes the slope that x₂
   sees. That is coordinate descent, another method, with another way down.

4. **A row is a copy.** `x[t + 1] = …` writes numbers into a row of its own. A list to which the same array is appended
   again and again, while `x -= …` changes it in place, ends as many times the last point.
"""
### END EXPLANATION

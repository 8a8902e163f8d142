"""Newton's method, for one equation.

Where is f(x) = 0? Follow the tangent at x down to the axis: f(x) + f′(x) (x′ − x) = 0. That is the next point,

    x_{k+1} = x_k − f(x_k) / f′(x_k),

and so on from there. Close to a simple root, the number of right digits doubles with each step.

* At each point, x0 included, **first** look whether |f(x)| ≤ tol. If so, this x is the root, and no step is made.
* Otherwise make a step. If f′(x) = 0 there, no tangent leads on: ValueError. Small is not zero.
* At most max_iter steps are made. If |f(x)| > tol still holds after the last of them, ValueError is raised: for a point
  that is no root is worse than none.
* df is what is handed over: take it as it is, and measure nothing.
* history holds all points, [x0, x_1, …, root], as float64, also if x0 is an int.

f and df are smooth, and no f(x) on the way lies within a tenth of tol around tol.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on Newton's method. Liquet, Moka, Nazarathy, Mathematical Engineering of
Deep Learning, 4.6.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def newton_1d(
    f: Callable[[float], float], df: Callable[[float], float], x0: float, tol: float = 1e-12, max_iter: int = 50
) -> tuple[float, NDArray[np.float64]]:
    """Return a root of f, found by Newton's method from x0, and all points on the way.

    Parameters
    ----------
    f, df : callable
        The function and its derivative: each takes a number, returns a number.
    x0 : float
        Where to start.
    tol : float
        |f(x)| ≤ tol is as good as zero, > 0.
    max_iter : int
        Number of steps at most, at least 1.

    Returns
    -------
    root : float
    history : (steps + 1,)
        From x0 to the root.

    Raises
    ------
    ValueError
        If the derivative is zero where a step is due, or if max_iter steps lead to no root.

    Examples
    --------
    x² − 4 from 4: the first step leads to 4 − 12/8 = 2.5, the second one to 2.5 − 2.25/5 = 2.05. |f| is 0.2025 there.

    >>> root, history = newton_1d(lambda x: x * x - 4, lambda x: 2 * x, 4.0, tol=0.25)
    >>> round(float(root), 12), history.round(12).tolist()
    (2.05, [4.0, 2.5, 2.05])
    """
    raise NotImplementedError

"""Gradient descent on a line.

You stand on a curve in the fog and want to get to the bottom of the valley. What you can feel is the slope under your
feet. So take a step against it, longer where it is steep, feel again, and so on:

    x_{t+1} = x_t − lr · f′(x_t).

Return the whole way, x_0 to x_steps.

What becomes of you depends on lr. For f(x) = 6x² − 12x + 3, with its minimum at x = 1, work out what one step makes of
the distance x_t − 1. For which lr do you arrive at once? When do you jump from one side to the other? When do you get
further away with every step?

* The trajectory has steps + 1 entries: the start, and one for every step.
* No step is left out: not where the slope is small, nor where the way leads to infinity.
* The entries are float64, also if x0 is an int.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.2.
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gd_1d(df: Callable[[float], float], x0: float, lr: float, steps: int) -> Array:
    """Return the trajectory of gradient descent from x0.

    Parameters
    ----------
    df : callable
        The derivative f′: takes a number, returns a number.
    x0 : float
        Where to start.
    lr : float
        Learning rate, > 0.
    steps : int
        Number of steps, at least 0.

    Returns
    -------
    x : (steps + 1,)

    Examples
    --------
    The slope of f(x) = x² is 2x, so that lr = 1/4 halves x:

    >>> gd_1d(lambda x: 2 * x, 8.0, 0.25, 3).tolist()
    [8.0, 4.0, 2.0, 1.0]
    """
    raise NotImplementedError

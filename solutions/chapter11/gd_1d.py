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
    ### BEGIN SOLUTION
    x = np.zeros(steps + 1)
    x[0] = x0
    for t in range(steps):
        x[t + 1] = x[t] - lr * df(x[t])
    return x
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What a step makes of the distance.** For f(x) = 6x² − 12x + 3, f′(x) = 12x − 12 = 12 (x − 1). So

       x_{t+1} − 1 = (x_t − 1) − lr · 12 (x_t − 1) = (1 − 12 lr) (x_t − 1).

   Each step multiplies the distance from the minimum by the same number, q = 1 − 12 lr.

2. **What q tells.** q = 0, at lr = 1/12: one step arrives. 0 < q < 1: closer and closer from one side. −1 < q < 0, for
   1/12 < lr < 1/6: closer, jumping from side to side. |q| > 1, for lr > 1/6: further away with every step.

>>> df = lambda x: 12 * x - 12
>>> [gd_1d(df, 3.0, lr, 3).round(3).tolist() for lr in (1 / 24, 1 / 12, 1 / 8, 1 / 4)]
[[3.0, 2.0, 1.5, 1.25], [3.0, 1.0, 1.0, 1.0], [3.0, 0.0, 1.5, 0.75], [3.0, -3.0, 9.0, -15.0]]

3. **Near any minimum it is like this.** There f′(x) ≈ f″(x*) (x − x*), so q ≈ 1 − lr f″(x*), and lr must stay below
   2 / f″(x*).

4. **Steps shrink by themselves.** The step is lr times the slope, and the slope vanishes at the minimum. No rule is
   needed that makes lr smaller on the way.
"""
### END EXPLANATION

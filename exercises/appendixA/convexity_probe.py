"""Looking for proof that a function is not convex.

A function f is convex if every chord lies on its graph or above it: for all x, y and all t between 0 and 1,

    f(t x + (1 − t) y) ≤ t f(x) + (1 − t) f(y).

No finite number of trials can show that a function is convex; a single one can show that it is not. Given are points.
Try every segment between two of them, at three places:

* x = points[i] and y = points[j] for all i < j, neighbours in the list or not; t = 1/4, 1/2, 3/4. t is the share of x,
  the first of the two.
* Rounding must not count. With c = t f(x) + (1 − t) f(y), the trial (i, j, t) is a **violation** if

      f(t x + (1 − t) y) > c + 1e-9 (1 + |c|).

* Return the first violation, as the tuple (i, j, t); by i first, then by j, then by t. If there is none, return None.

`points` (N, n) has a row for each point, N ≥ 1. f takes an array (n,) and returns a float that is finite. No trial is a
close call: how far f lies above a chord is never between 0.7 and 1.5 times what is allowed.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix A, and chapter 4 on convexity. Boyd,
Vandenberghe, Convex Optimization (2004), section 3.1.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def convexity_probe(f: Callable[[Array], float], points: Array) -> tuple[int, int, float] | None:
    """Return the first trial that shows f not to be convex, or None.

    Parameters
    ----------
    f : callable
        Takes an array (n,), returns a float.
    points : (N, n)
        Where segments begin and end.

    Returns
    -------
    violation : tuple (i, j, t), or None
        i < j are rows of `points`; f at t · points[i] + (1 − t) · points[j] is above the chord.

    Examples
    --------
    A parabola is convex. x³ is not, left of 0: between −2 and 0, at −1/2, it is −1/8, and the chord is at −2.

    >>> points = np.array([[-2.0], [0.0], [2.0]])
    >>> convexity_probe(lambda x: float(x[0] ** 2), points) is None
    True
    >>> i, j, t = convexity_probe(lambda x: float(x[0] ** 3), points)
    >>> int(i), int(j), float(t)
    (0, 1, 0.25)
    """
    raise NotImplementedError

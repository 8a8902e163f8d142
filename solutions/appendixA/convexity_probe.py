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
    ### BEGIN SOLUTION
    values = [f(x) for x in points]
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            for t in (0.25, 0.5, 0.75):
                chord = t * values[i] + (1 - t) * values[j]
                if f(t * points[i] + (1 - t) * points[j]) > chord + 1e-9 * (1 + abs(chord)):
                    return i, j, t
    return None
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What a trial proves.** A violation is a proof, and anybody can check it: evaluate f three times. None is only a
   failure to find one. So a probe returns its evidence, and not just False.

2. **By hand.** x³ on the points −2, 0, 2. Between −2 and 0 at t = 1/4 stands −1/2: f = −1/8, and the chord is
   ¼ · (−8) = −2. The graph is above the chord, which is what a concave function does.

>>> f = lambda x: float(x[0] ** 3)
>>> f(np.array([0.25 * -2.0 + 0.75 * 0.0])), 0.25 * f(np.array([-2.0])) + 0.75 * f(np.array([0.0]))
(-0.125, -2.0)

3. **Why a tolerance.** For an affine function both sides are equal, and rounding decides. Without a tolerance, a third
   of all trials of an affine function are violations. It is relative, since rounding is: at a value of 10⁹, numbers are
   10⁻⁷ apart.

>>> rng = np.random.default_rng(0)
>>> affine = lambda x: 0.1 + 0.7 * x
>>> x, y = rng.normal(size=(2, 1000))
>>> bool(np.mean(affine(0.25 * x + 0.75 * y) > 0.25 * affine(x) + 0.75 * affine(y)) > 0.1)
True

4. **All pairs.** A dent that no point hits shows only on a segment that runs across it. With N points there are
   N (N − 1) / 2 segments; neighbours alone are N − 1, and they may all avoid the dent.

5. **Several places.** If a continuous f satisfies the inequality for t = ½ and all x and y, it is convex. But of few
   points, the middles may all lie where f is harmless.

6. **Derivatives see it as well.** A smooth f is convex if and only if its Hessian is positive semidefinite everywhere.
   That needs second derivatives, and shows no segment; the probe needs values only, and works for |x| or a maximum.

7. **Losses of networks are not convex**: exchange two hidden units, and the loss is the same at another point of the
   parameters. On the segment between the two, it is usually larger.
"""
### END EXPLANATION

"""Huber's loss.

Squares punish large errors so hard that one wrong measurement can decide a whole fit; moduli have a corner at 0.
Huber's loss takes the best of both: a square as far as delta, and from there on a straight line that continues it:

    ℓ(r) = ½ r²                   for |r| ≤ delta,
    ℓ(r) = delta (|r| − ½ delta)  for |r| > delta.

r is what is left of the target, an array of any shape. Return ℓ, and its slope ℓ′(r), for each entry by itself: no mean
is taken. delta is one positive number.

Value and slope have no jump at ±delta: there a line is joined to a square so smoothly that whichever formula is taken
for |r| = delta does not matter.

References
----------
Huber, Robust estimation of a location parameter (1964). Liquet, Moka, Nazarathy, Mathematical Engineering of Deep
Learning, chapter 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def huber_loss(r: Array, delta: float) -> tuple[Array, Array]:
    """Return the loss of each residual, and its slope.

    Parameters
    ----------
    r : array of any shape, float64
        Residuals.
    delta : float
        Where the square ends; positive.

    Returns
    -------
    loss : same shape as r, float64
    dr : same shape as r, float64
        ℓ′(r).

    Examples
    --------
    With delta = 2, an error of 1 costs ½, and one of −5 costs 2 · (5 − 1).

    >>> loss, dr = huber_loss(np.array([1.0, -5.0]), 2.0)
    >>> loss.tolist(), dr.tolist()
    ([0.5, 8.0], [1.0, -2.0])
    """
    ### BEGIN SOLUTION
    inside = np.abs(r) <= delta
    loss = np.where(inside, 0.5 * r**2, delta * (np.abs(r) - 0.5 * delta))
    return loss, np.where(inside, r, delta * np.sign(r))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The square.** For |r| < delta, ℓ = ½ r² has the slope r.

2. **The line.** For r > delta, ℓ = delta r − ½ delta² has the slope delta; for r < −delta, it is −delta.

3. **How they meet.** At r = delta the square is ½ delta² and its slope delta; the line is delta (delta − ½ delta) =
   ½ delta², with slope delta. That is what the −½ delta is there for: without it, the loss would jump.

4. **In one word:** the slope is r, clipped to [−delta, delta]. And with c for that, the loss is c (r − ½ c): inside, c
   is r; outside, it is ±delta.

5. **Relatives with other names.** "Smooth L1" is this loss divided by delta: the line has the slope 1. Pseudo-Huber,
   delta² (√(1 + (r/delta)²) − 1), has the same two ends, and other values between. For delta → ∞ only the square is
   left.

>>> loss, dr = huber_loss(np.array([-3.0, -0.5, 0.0, 0.5, 3.0]), 0.5)
>>> loss.tolist()
[1.375, 0.125, 0.0, 0.125, 1.375]
>>> dr.tolist()
[-0.5, -0.5, 0.0, 0.5, 0.5]
"""
### END EXPLANATION

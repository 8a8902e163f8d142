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
    raise NotImplementedError

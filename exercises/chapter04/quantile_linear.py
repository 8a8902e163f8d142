"""Quantiles, interpolated linearly.

The quantile of q is the value that a share q of a sample lies below: q = 1/2 is the median, q = 1/4 and q = 3/4 are the
quartiles, q = 0.9 is where the uppermost tenth begins. A sample has gaps, and what to return inside a gap is a
convention; there are nine in use. This is the one of `np.quantile`.

Sort the sample, x₍₀₎ ≤ x₍₁₎ ≤ … ≤ x₍N₋₁₎, counted from 0. Then q stands at the rank

    r = (N − 1) q,

so that q = 0 is the smallest value and q = 1 the largest. If r is a whole number, x₍ᵣ₎ is the quantile. If r lies
between the whole numbers k and k + 1, the quantile lies between x₍ₖ₎ and x₍ₖ₊₁₎, as far along:

    x₍ₖ₎ + (r − k) (x₍ₖ₊₁₎ − x₍ₖ₎).

* q may be a number, and the quantile is a number; or an array of any shape, and the quantiles are an array of that
  shape.
* q is a share, from 0 to 1, and not a percentage. A q outside raises ValueError, also if it is one of many.
* x comes in any order, and stays in that order. It may hold integers; quantiles are floats.
* An empty x raises ValueError.

References
----------
Kneusel, Math for Deep Learning, chapter 4, on quantiles. Hyndman, Fan, Sample quantiles in statistical packages (1996):
this is their definition 7.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def quantile_linear(x: NDArray[np.float64 | np.int64], q: float | Array) -> float | Array:
    """Return quantiles of a sample.

    Parameters
    ----------
    x : (N,), floats or integers
        In any order, at least one.
    q : float or array of floats, of any shape
        Shares from 0 to 1.

    Returns
    -------
    quantile : float, or float64 array of the shape of q

    Raises
    ------
    ValueError
        If x is empty, or if a q is below 0 or above 1.

    Examples
    --------
    Sorted, it is 1, 2, 4, 8. The rank of 1/2 is 1.5, half-way between 2 and 4; that of 0.9 is 2.7, between 4 and 8:

    >>> x = np.array([8.0, 1.0, 4.0, 2.0])
    >>> float(quantile_linear(x, 0.5))
    3.0
    >>> quantile_linear(x, np.array([0.0, 0.9, 1.0])).round(6).tolist()
    [1.0, 6.8, 8.0]
    """
    raise NotImplementedError

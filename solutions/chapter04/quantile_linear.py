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
    ### BEGIN SOLUTION
    shares = np.asarray(q, dtype=np.float64)
    if len(x) == 0 or ((shares < 0) | (shares > 1)).any():
        raise ValueError("quantiles need a sample, and shares from 0 to 1")
    ordered = np.sort(x)
    rank = (len(x) - 1) * shares
    below = np.floor(rank).astype(int)
    above = np.ceil(rank).astype(int)
    quantiles: Array = ordered[below] + (rank - below) * (ordered[above] - ordered[below])
    return quantiles if shares.ndim else float(quantiles)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Ranks are places in the list.** N values have N − 1 steps between them. Walk the share q of the way from the first
   to the last: that is (N − 1) q steps. Of 1, 2, 4, 8, q = 0.9 is 2.7 of 3 steps.

2. **In between.** 2.7 is 0.7 of the step from place 2 to place 3, from 4 to 8: 4 + 0.7 · 4 = 6.8. As q grows, the
   quantile moves without jumps, and never back.

>>> x = np.array([1.0, 2.0, 4.0, 8.0])
>>> np.interp(2.7, np.arange(4), x).round(6).item()
6.8

   `np.interp` does nothing else: it joins the points (0, x₍₀₎), (1, x₍₁₎), … by straight lines.

3. **Why N − 1, and not N.** With r = N q, q = 1 would be the place N, and the places end at N − 1; and q = 1/2 of four
   values would be the place 2, the upper one of the two in the middle. `sorted(x)[int(q * N)]` has both faults:

>>> sorted(x.tolist())[int(0.5 * 4)], quantile_linear(x, 0.5)
(4.0, 3.0)

4. **If r is whole**, then k = r, and r − k = 0: whatever stands at k + 1, it does not count. But it must not be asked
   for where there is none. With ⌈r⌉ for k + 1 the last place stays the last.

>>> r = np.array([0.0, 1.5, 3.0])
>>> np.floor(r).tolist(), np.ceil(r).tolist()
([0.0, 1.0, 3.0], [0.0, 2.0, 3.0])

5. **Many at once.** An array of places, used as an index, gives an array of its own shape. Nothing has to be done for
   that: the formula holds entry by entry.

>>> quantile_linear(x, np.array([[0.25, 0.5], [0.75, 1.0]])).tolist()
[[1.75, 3.0], [5.0, 8.0]]
"""
### END EXPLANATION

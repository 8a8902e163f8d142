"""Least squares with an intercept.

The simplest model of a number y by D features x is a plane, ŷ = x · w + b. For N samples, X (N, D) and y (N,), the best
plane makes the sum of squared errors

    Σ_i (x_i · w + b − y_i)²

as small as possible. At a minimum all derivatives are 0: the errors e = X w + b − y are orthogonal to each column of X,
Xᵀ e = 0, and to the column of ones, Σ e_i = 0.

If the columns of X are independent, also once their means are subtracted, the minimum is unique. If they are not (a
feature in metres and once more in feet, a column of equal numbers, fewer samples than features), many planes fit
equally well.

* Of all minimisers return the one with the smallest ‖w‖, the Euclidean norm; b is free, and no part of the norm.
* Such a dependence is exact in what the checks try: a column is a multiple of another, or constant, or samples are few.
  No features that are nearly dependent are tried.
* There is one sample at least; with one, w = 0 and b = y_0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on least squares. Strang, Introduction to
Linear Algebra, chapter 4.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def least_squares_fit(X: Floats, y: Floats) -> tuple[Floats, float]:
    """Return the weights and the intercept of the plane with the least squared error.

    Parameters
    ----------
    X : (N, D)
        Samples as rows.
    y : (N,)
        What is to be predicted.

    Returns
    -------
    w : (D,)
        Of all that fit best, the shortest.
    b : float

    Examples
    --------
    A line through three points that lie on one, y = 2x + 1:

    >>> w, b = least_squares_fit(np.array([[0.0], [1.0], [3.0]]), np.array([1.0, 3.0, 7.0]))
    >>> w.round(12).tolist(), round(float(b), 12)
    ([2.0], 1.0)
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    x_mean, y_mean = X.mean(axis=0), y.mean()
    w = np.linalg.lstsq(X - x_mean, y - y_mean)[0]
    return w, float(y_mean - x_mean @ w)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The intercept first.** Whatever w is, the best b makes the errors sum to 0: b = ȳ − x̄ · w. Put it in, and what is
   left is Σ ((x_i − x̄) · w − (y_i − ȳ))²: least squares without intercept, of the centred data.

2. **Normal equations.** With the centred X_c and y_c, the gradient 2 X_cᵀ (X_c w − y_c) is 0 where X_cᵀ X_c w = X_cᵀ
   y_c. X_cᵀ y_c alone is no solution, unless columns are orthonormal.

3. **Dependent columns.** Then X_cᵀ X_c is singular: solving either raises an error, or, when rounding has made it
   barely regular, returns enormous weights. All minimisers differ by vectors n with X_c n = 0; the shortest is
   orthogonal to all of these, and is what the pseudoinverse gives: w = X_c⁺ y_c. `np.linalg.lstsq` computes it by an
   SVD.

>>> X, y = np.array([[1.0, 2.0], [2.0, 4.0], [4.0, 8.0]]), np.array([1.0, 2.0, 4.0])
>>> w, b = least_squares_fit(X, y)
>>> w.round(12).tolist(), abs(round(b, 12))
([0.2, 0.4], 0.0)

   Any w with w_1 + 2 w_2 = 1 fits; the shortest has the direction (1, 2).

4. **Not with a column of ones.** `lstsq` on [X, 1] makes (w, b) together as short as possible. A constant column then
   shares the intercept's work, though b costs nothing here. Centred, it is a column of zeros, and has the weight 0:

>>> X = np.array([[0.0, 5.0], [1.0, 5.0], [3.0, 5.0]])
>>> least_squares_fit(X, np.array([1.0, 3.0, 7.0]))[0].round(12).tolist()
[2.0, 0.0]

With numbers: x = 0, 1, 3 and y = 1, 3, 7 have the means 4/3 and 11/3. Centred, Σ x y = 28/3 and Σ x² = 14/3, so w = 2
and b = 11/3 − 2 · 4/3 = 1.
"""
### END EXPLANATION

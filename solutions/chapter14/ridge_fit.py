"""Ridge regression.

Least squares trusts the data entirely. With many features, or with features that nearly depend on one another, the
weights become large and of both signs, cancel on the samples that were seen, and do not cancel on the next. Ridge
regression charges for the size of the weights: it minimises

    Σ_i (x_i · w + b − y_i)² + lam ‖w‖²,        ‖w‖² = Σ_j w_j².

The larger lam, the smaller w. As lam grows without bound w tends to 0, and the prediction is the mean of y for
everybody.

* The squared errors are summed, not averaged, and neither term is halved: lam is scikit-learn's `alpha`.
* The intercept b is not penalised: shifting all y by a number shifts b by it, and leaves w as it was.
* lam > 0. Then the minimum is unique, whatever X is: also if columns depend on one another, or if N < D.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on regularisation. Hoerl, Kennard, Ridge
regression (1970). Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 3.4.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def ridge_fit(X: Floats, y: Floats, lam: float) -> tuple[Floats, float]:
    """Return the weights and the intercept of ridge regression.

    Parameters
    ----------
    X : (N, D)
        Samples as rows.
    y : (N,)
        What is to be predicted.
    lam : float
        Weight of the penalty, positive.

    Returns
    -------
    w : (D,)
    b : float

    Examples
    --------
    Centred, x is −1, 0, 1 and y is −2, 0, 2: w = 4 / (2 + lam).

    >>> X, y = np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 3.0, 5.0])
    >>> w, b = ridge_fit(X, y, 2.0)
    >>> w.round(12).tolist(), round(float(b), 12)
    ([1.0], 1.0)
    """
    ### BEGIN SOLUTION
    x_mean, y_mean = X.mean(axis=0), y.mean()
    centred = X - x_mean
    w = np.linalg.solve(centred.T @ centred + lam * np.eye(X.shape[1]), centred.T @ (y - y_mean))
    return w, float(y_mean - x_mean @ w)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The intercept.** b occurs in the first term only. Its derivative is 0 where the errors sum to 0: b = ȳ − x̄ · w.
   What is left is the same problem for centred data, without an intercept.

2. **Normal equations.** The gradient by w is 2 X_cᵀ (X_c w − y_c) + 2 lam w. It is 0 where

       (X_cᵀ X_c + lam I) w = X_cᵀ y_c.

   The matrix is symmetric, and positive definite: vᵀ (X_cᵀ X_c + lam I) v = ‖X_c v‖² + lam ‖v‖² > 0. Only the diagonal
   gets lam; `A + lam` in NumPy would add it to every entry.

3. **Along singular vectors.** With X_c = U S Vᵀ, w = V diag(s/(s² + lam)) Uᵀ y_c: the share of what least squares finds
   along a direction is s²/(s² + lam). Directions in which the data vary much are left alone, and others are damped.

>>> X, y = np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 3.0, 5.0])
>>> [round(float(ridge_fit(X, y, lam)[0][0] / 2), 3) for lam in (1e-9, 2.0, 18.0)]  # least squares finds 2
[1.0, 0.5, 0.1]

4. **As least squares.** lam ‖w‖² is the squared error of D samples more, √lam e_j with the target 0: append √lam I to
   X_c and zeros to y_c. The root is needed, as errors are squared.

5. **Sum or mean.** With a mean of the squares, the same lam would be N times as strong. Both conventions are in use;
   ask which before you compare.

With numbers: x = 1, 2, 3 and y = 1, 3, 5, lam = 2. Centred, Σ x² = 2 and Σ x y = 4, so w = 4/(2 + 2) = 1, and b = 3 − 2
· 1 = 1. Least squares has w = 2, b = −1.
"""
### END EXPLANATION

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
    raise NotImplementedError

"""The Hessian of logistic regression.

Logistic regression says that sample n is of class 1 with the probability s_n = σ(x_nᵀw + b), σ(z) = 1/(1 + e^(−z)). Its
loss is the mean over the N samples of the cross-entropy, −y_n log s_n − (1 − y_n) log(1 − s_n), and the gradient of
that is the mean of (s_n − y_n) x_n, and of s_n − y_n for b.

Newton's method wants the second derivatives as well. Differentiate the gradient once more, by w and by b, and return
the Hessian, a symmetric matrix of D + 1 rows and columns. The targets have gone by then.

* w comes first, b last: H[i, j] = ∂²L/∂w_i ∂w_j for i, j < D, and the last row and the last column belong to b.
* The loss is a mean, and so is H.
* Where x_nᵀw + b is far from 0, in the hundreds, a sample adds nothing any more: 0, and not NaN.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapters 3 and 4. Bishop, Pattern Recognition and
Machine Learning (2006), section 4.3.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def logistic_hessian(w: Array, b: float, X: Array) -> Array:
    """Return the second derivatives of the mean cross-entropy of logistic regression.

    Parameters
    ----------
    w : (D,)
    b : float
    X : (N, D)
        One sample a row.

    Returns
    -------
    H : (D + 1, D + 1)
        Symmetric. The last row and the last column are those of b.

    Examples
    --------
    With w = 0 and b = 0 each s is ½, and s (1 − s) is ¼. Of x = 2 and x = 4, the mean of ¼ x² is 2.5, that of ¼ x is
    0.75:

    >>> logistic_hessian(np.array([0.0]), 0.0, np.array([[2.0], [4.0]])).tolist()
    [[2.5, 0.75], [0.75, 0.25]]
    """
    raise NotImplementedError

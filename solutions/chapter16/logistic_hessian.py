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
    ### BEGIN SOLUTION
    s = np.exp(-np.logaddexp(0.0, -(X @ w + b)))
    with_ones = np.column_stack([X, np.ones(len(X))])
    return with_ones.T @ ((s * (1.0 - s))[:, None] * with_ones) / len(X)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One more column.** Put x̃ = (x, 1) and w̃ = (w, b): then z = x̃ᵀw̃, and b needs no formula of its own.

2. **The gradient** is 1/N Σ (s_n − y_n) x̃_n. Of this, only s depends on w̃.

3. **The derivative of σ** is σ′ = σ (1 − σ). So ∂s_n/∂w̃ = s_n (1 − s_n) x̃_n, and

       H = 1/N Σ s_n (1 − s_n) x̃_n x̃_nᵀ = 1/N X̃ᵀ S X̃,

   with the s_n (1 − s_n) on the diagonal of S. The targets are gone: they stand in the gradient as constants.

4. **No N × N matrix.** Multiplying row n of X̃ by its weight is the same as S X̃, with N numbers instead of N².

5. **Convex.** vᵀH v = 1/N Σ s_n (1 − s_n) (x̃_nᵀv)² is never negative: logistic regression has no local minimum but the
   global one. It is zero for v ≠ 0 only where all x̃_nᵀv are, that is, if the columns of X̃ are dependent.

>>> X = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])
>>> H = logistic_hessian(np.zeros(2), 0.0, X)
>>> np.abs(H @ [2.0, -1.0, 0.0]).round(12).tolist()
[0.0, 0.0, 0.0]

6. **Who counts.** s (1 − s) is ¼ at the boundary between the classes, and vanishes far from it: samples of which the
   model is sure hardly bend the loss.

7. **Far out.** e^800 is ∞ in floating point, and e/(1 + e)² would be ∞/∞. 1/(1 + e^(−z)) goes to 0 or to 1, and the
   product s (1 − s) to 0. np.logaddexp(0, −z) is log(1 + e^(−z)), computed without overflow; s is e to minus that.
"""
### END EXPLANATION

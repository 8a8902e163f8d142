"""Linear regression by gradient descent, with the lasso.

Least squares has a formula, most losses have none. Gradient descent needs only the gradient. For N samples and the
errors e = X w + b − y, let the loss be

    L(w, b) = 1/(2N) Σ_i e_i² + l1 Σ_j |w_j|.

Without the second term (l1 = 0) a step is w ← w − lr · Xᵀ e / N, b ← b − lr · Σ e_i / N, both with the errors before
the step. It converges if lr < 2/λ, where λ is the largest eigenvalue of AᵀA/N and A is X with a column of ones.

The second term is the lasso's: it pulls weights to 0, and those that are of little use become exactly 0. It has a kink
at 0, where no gradient exists. So each step has two parts: the gradient step of the first term for w and for b, and
then the minimum of the second term near it, which is soft thresholding of w, entry by entry, with t = lr · l1:

    S_t(v) = v − t  if v > t,        0  if |v| ≤ t,        v + t  if v < −t.

(A method of this kind is called proximal gradient descent, or ISTA.) b is neither penalised nor thresholded.

* w and b start at zero; exactly `steps` steps are taken, however small they are.
* `losses` has steps + 1 entries: L before each step, and L after the last. L includes the penalty.
* All samples count in every step; nothing is drawn.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on gradient descent and on the
lasso. Tibshirani, Regression shrinkage and selection via the lasso (1996). Beck, Teboulle, A fast iterative
shrinkage-thresholding algorithm (2009).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def linreg_gradient_descent(
    X: Floats, y: Floats, lr: float, steps: int, l1: float = 0.0
) -> tuple[Floats, float, Floats]:
    """Return weights and intercept after some steps from zero, and the losses on the way.

    Parameters
    ----------
    X : (N, D)
        Samples as rows.
    y : (N,)
    lr : float
        Learning rate.
    steps : int
        How many steps, 0 or more.
    l1 : float
        Weight of the penalty, 0 or more.

    Returns
    -------
    w : (D,)
    b : float
    losses : (steps + 1,)

    Examples
    --------
    One sample, x = 2 and y = 3. At zero the error is −3, so the gradient is −6 for w and −3 for b:

    >>> X, y = np.array([[2.0]]), np.array([3.0])
    >>> w, b, losses = linreg_gradient_descent(X, y, 0.125, 1)
    >>> w.tolist(), float(b), losses.tolist()
    ([0.75], 0.375, [4.5, 0.6328125])

    With the penalty 2 |w|, 0.25 is taken off w:

    >>> linreg_gradient_descent(X, y, 0.125, 1, 2.0)[0].tolist()
    [0.5]
    """
    raise NotImplementedError

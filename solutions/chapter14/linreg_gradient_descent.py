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
    ### BEGIN SOLUTION
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for step in range(steps + 1):
        error = X @ w + b - y
        losses.append(0.5 * np.mean(error**2) + l1 * np.sum(np.abs(w)))
        if step < steps:
            moved = w - lr * (error @ X) / len(y)
            w = np.sign(moved) * np.maximum(np.abs(moved) - lr * l1, 0.0)
            b = b - lr * float(np.mean(error))
    return w, b, np.array(losses)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The gradient.** The derivative of e_i²/2 by w_j is e_i x_ij, that by b is e_i. Averaged over the samples these are
   Xᵀ e/N and the mean of e. Both at one point: b moves by the error that w has moved by, too.

2. **How large a step.** On a quadratic with the Hessian H, the distance to the minimum is multiplied by I − lr H. Along
   an eigenvector it shrinks if |1 − lr λ| < 1, that is, lr < 2/λ. H is AᵀA/N for ½ mean e²; for mean e², without the ½,
   it is twice that, and the limit one half.

>>> X, y = np.array([[2.0]]), np.array([3.0])  # A = [2 1], λ = 5: the limit is 0.4
>>> [bool(linreg_gradient_descent(X, y, lr, 200)[2][-1] < 1e-3) for lr in (0.39, 0.41)]
[True, False]

3. **Soft thresholding.** After the gradient step one wants the w that minimises ½ |w − v|² + t |w|, near v and of small
   modulus. For w > 0 the derivative w − v + t is 0 at w = v − t, which is positive only if v > t. For w < 0 likewise.
   In between the minimum is at the kink, w = 0 exactly.

4. **Where it ends.** At a fixed point g = Xᵀ e/N is −l1 where w_j > 0, l1 where w_j < 0, and |g_j| ≤ l1 where w_j = 0:
   a feature that is correlated with the errors by less than l1 is left out. A sub-gradient step, w − lr (g + l1
   sign(w)), aims at the same, but jumps across 0 and seldom hits it.

>>> X = np.array([[1.0, 0.2], [-1.0, 0.1], [2.0, -0.3], [-2.0, 0.0]])
>>> w, b, losses = linreg_gradient_descent(X, 3 * X[:, 0] + 1, 0.3, 200, 0.5)
>>> (w.round(6) + 0.0).tolist(), bool(np.all(np.diff(losses) <= 0))
([2.8, 0.0], True)

   3 became 2.8: what the lasso keeps, it shrinks, by l1 over the mean square of the feature, 0.5/2.5.

With numbers: x = 2, y = 3, lr = 1/8. The error is −3, the loss 9/2. w = 0 + 6/8 = 0.75, b = 3/8. Then the error is
1.5 + 0.375 − 3 = −1.125, the loss 0.6328125. With l1 = 2, t = 0.25 and w = 0.5.
"""
### END EXPLANATION

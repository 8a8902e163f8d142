"""Loss and gradient of logistic regression.

The simplest network has one neuron: a sample x is given the score z = x · w + b, and the probability of class 1 is
s = σ(z) = 1/(1 + e^{−z}). How surprised the model is by the true class y, 0 or 1, is the cross-entropy
−y log s − (1 − y) log(1 − s). Over N samples the loss is the mean,

    L(w, b) = 1/N Σ_i ( −y_i log σ(z_i) − (1 − y_i) log(1 − σ(z_i)) ).

It is convex: whichever way one goes from its minimum, it rises. At w = 0, b = 0 it is log 2.

Return L, and its gradient by w and by b.

* Mean over the samples, in the loss and in both gradients; natural logarithm.
* It has to hold for any score. With z = 800 and y = 0 the loss is 800, though σ(z) is 1 in floating point, and
  log(1 − σ(z)) is −∞. Neither overflow nor 0 · ∞ may spoil it, and nothing is clipped.
* A loss that is tiny is tiny, not 0: with z = 40 and y = 1 it is 4.2e-18.
* The labels y are whole numbers, 0 and 1.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 3, on logistic regression.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def logistic_loss_grad(w: Floats, b: float, X: Floats, y: NDArray[np.int64]) -> tuple[float, Floats, float]:
    """Return the mean cross-entropy of logistic regression, and its gradient.

    Parameters
    ----------
    w : (D,)
    b : float
    X : (N, D)
        Samples as rows.
    y : (N,), integers
        Classes 0 and 1.

    Returns
    -------
    loss : float
    dw : (D,)
    db : float

    Examples
    --------
    At zero all probabilities are ½: the loss is log 2 = 0.693147, and errors s − y are −½ and ½.

    >>> X, y = np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([1, 0])
    >>> loss, dw, db = logistic_loss_grad(np.zeros(2), 0.0, X, y)
    >>> round(float(loss), 6), dw.tolist(), float(db)
    (0.693147, [-0.5, 1.0], 0.0)
    """
    ### BEGIN SOLUTION
    z = X @ w + b
    towards = np.where(y == 1, -z, z)
    small = np.exp(-np.abs(towards))
    losses = np.maximum(towards, 0.0) + np.log1p(small)
    wrong = np.where(towards > 0, 1.0, small) / (1.0 + small)
    error = np.where(y == 1, -wrong, wrong)
    return float(np.mean(losses)), error @ X / len(y), float(np.mean(error))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One form for both classes.** log σ(z) = −log(1 + e^{−z}), and log(1 − σ(z)) = −log(1 + e^{z}). With t = −z for y =
   1 and t = z for y = 0, the loss of a sample is log(1 + e^t): t is how far the score points to the wrong class.

2. **Without overflow.** For large t, e^t overflows. Take it out: log(1 + e^t) = max(t, 0) + log(1 + e^{−|t|}). The
   exponential now is at most 1, and log1p keeps its digits where it is tiny. np.logaddexp(0, t) is the same.

>>> np.logaddexp(0, np.array([800.0, -40.0, 0.0])).tolist()
[800.0, 4.248354255291589e-18, 0.6931471805599453]

3. **The derivative.** That of log(1 + e^t) is e^t/(1 + e^t) = σ(t), and the sign of t gives ∂/∂z: −σ(−z) = s − 1 for y
   = 1, and σ(z) = s for y = 0. In one: ∂L_i/∂z = s − y, the error. The factor s (1 − s) of the sigmoid has cancelled;
   with mean squares it would be there, and samples that are badly wrong would hardly count.

4. **Chain rule.** z_i = x_i · w + b, so ∂L/∂w = Xᵀ(s − y)/N, and ∂L/∂b is the mean of s − y.

5. **Convex.** The second derivative of log(1 + e^t) is σ(t)(1 − σ(t)) > 0, and t is linear in (w, b).

With numbers: two samples, s = ½, errors −½ and ½. dw = (−½ · 2 + 0, 0 + ½ · 4)/2 = (−½, 1), db = 0.
"""
### END EXPLANATION

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
    raise NotImplementedError

"""Fitting a logistic regression.

The mean cross-entropy of logistic regression has no minimum in closed form. It is convex, though, so gradient descent
finds it, if there is one: where a plane separates the classes, the loss falls for ever as the weights grow. A penalty
on the weights puts an end to that. With the scores z = X w + b, the classes y_i (0 or 1) and s = σ(z) = 1/(1 + e^{−z}),
let

    L(w, b) = 1/N Σ_i ( −y_i log s_i − (1 − y_i) log(1 − s_i) ) + ½ l2 ‖w‖².

The gradient is Xᵀ(s − y)/N + l2 w by w, and the mean of s − y by b. A step is

    w ← w − lr ∂L/∂w,        b ← b − lr ∂L/∂b,

both taken at the point before the step.

* Start at w = 0, b = 0, and take exactly `steps` steps of plain gradient descent with all samples: it is these iterates
  that are asked for, not the minimum by another method.
* b is not penalised.
* Scores may become large, of either sign: the sigmoid must not overflow to NaN.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 3, on logistic regression by gradient
descent.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def logistic_fit(X: Floats, y: NDArray[np.int64], lr: float, steps: int, l2: float = 0.0) -> tuple[Floats, float]:
    """Return weights and intercept after some steps of gradient descent from zero.

    Parameters
    ----------
    X : (N, D)
        Samples as rows.
    y : (N,), integers
        Classes 0 and 1.
    lr : float
        Learning rate.
    steps : int
        How many steps, 0 or more.
    l2 : float
        Weight of the penalty, 0 or more.

    Returns
    -------
    w : (D,)
    b : float

    Examples
    --------
    One sample, x = 4, of class 1. At zero s = ½, so s − y = −½: w goes up by ½ · 4 · ½ = 1, and b by ¼.

    >>> w, b = logistic_fit(np.array([[4.0]]), np.array([1]), 0.5, 1)
    >>> w.tolist(), float(b)
    ([1.0], 0.25)
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        error = 0.5 * (1.0 + np.tanh(0.5 * (X @ w + b))) - y
        dw, db = error @ X / len(y) + l2 * w, float(np.mean(error))
        w, b = w - lr * dw, b - lr * db
    return w, b
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The gradient.** The derivative of a sample's cross-entropy by its score is s − y, and the score is x · w + b. That
   of ½ l2 ‖w‖² is l2 w; the ½ cancels the 2 of the square.

2. **Separable classes.** If some plane has all of class 1 on one side and all of class 0 on the other, twice its (w, b)
   has a smaller loss: there is no minimum. Descent goes on, ever more slowly, about as log(steps).

>>> X, y = np.array([[-1.0], [1.0]]), np.array([0, 1])
>>> [round(float(logistic_fit(X, y, 1.0, steps)[0][0]), 1) for steps in (10, 100, 1000)]
[2.3, 4.6, 6.9]

   With l2 = 0.1 it ends where the slope of the loss is −l2 w:

>>> [round(float(logistic_fit(X, y, 1.0, steps, 0.1)[0][0]), 4) for steps in (10, 100, 1000)]
[1.5555, 1.6335, 1.6335]

3. **How large a step.** The second derivative of the loss is at most 1/4 of that of least squares: lr < 8/(λ + 4 l2)
   will do, where λ is the largest eigenvalue of AᵀA/N, A being X with a column of ones. Features of very different
   sizes make it slow; standardise them.

4. **The sigmoid for any score.** σ(z) = ½ (1 + tanh(z/2)). tanh neither overflows nor divides infinities.

5. **Why no other method.** Newton's method gets to the minimum in a handful of steps. But then everybody arrives at the
   same place, and it can't be seen which way was taken: here every step counts.

With numbers: x = 4, y = 1, lr = ½. s = ½, dw = (½ − 1) · 4 = −2, db = −½. So w = 1 and b = 0.25.
"""
### END EXPLANATION

"""The hinge loss of a linear classifier.

A linear classifier gives sample X[n] the scores S[n] = X[n] W, one for each of K classes; there is no bias. It is not
asked for probabilities. All that it is asked for is that the score of the true class y[n] be larger than each other
one, by a margin of 1. What is missing to that is paid:

    L = 1/N Σ_n Σ_{j ≠ y[n]} max(0, S[n, j] − S[n, y[n]] + 1) + reg Σ W².

So the sum runs over all wrong classes (the form of Weston and Watkins), the mean over the samples; the penalty runs
over all entries of W, and is neither halved nor averaged. Return L, and with it dW = ∂L/∂W, its exact derivative.

A class that keeps its margin costs nothing and pulls nothing. Where the margin is kept exactly, the derivative has a
jump; there, too, it pulls nothing.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2. Weston, Watkins, Support vector machines
for multi-class pattern recognition (1999).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def multiclass_hinge(W: Array, X: Array, y: Labels, reg: float) -> tuple[float, Array]:
    """Return the loss, and its gradient with respect to the weights.

    Parameters
    ----------
    W : (D, K) float64
        Weights, a column for each class.
    X : (N, D) float64
        Samples.
    y : (N,) int
        The true classes, from 0 to K − 1.
    reg : float
        Strength of the penalty, 0 or more.

    Returns
    -------
    loss : float
    dW : (D, K) float64
        ∂L/∂W.

    Examples
    --------
    The scores are 2, 1.5 and −4; class 0 is true. Class 1 lacks half a margin, class 2 nothing.

    >>> W, X = np.array([[2.0, 1.5, -4.0]]), np.array([[1.0]])
    >>> loss, dW = multiclass_hinge(W, X, np.array([0]), 0.0)
    >>> float(loss), dW.tolist()
    (0.5, [[-1.0, 1.0, 0.0]])
    """
    raise NotImplementedError

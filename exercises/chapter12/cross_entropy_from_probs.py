"""Cross-entropy, from probabilities.

A classifier gives every sample n a distribution P[n] over K classes. Its true class is y[n], a whole number from 0 to
K − 1. The cost is minus the logarithm of the probability that the true class was given:

    L = −1/N Σ_n log P[n, y[n]].

Return L, and with it dP = ∂L/∂P (N, K), the exact derivative of L with respect to each entry of P by itself: that
rows sum to 1 plays no part in it. What comes after, a softmax for instance, has a backward pass of its own.

Two decisions. If a true class was given probability 0, L is +∞: no eps is added, nothing is clipped. (dP is not looked
at then, and a warning of NumPy's costs nothing.) And a class that is not the true one costs nothing, whatever its
probability is, also if it is 0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 2.3 and 3.3. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def cross_entropy_from_probs(P: Array, y: Labels) -> tuple[float, Array]:
    """Return the mean loss, and its gradient with respect to the probabilities.

    Parameters
    ----------
    P : (N, K) float64
        Probabilities; rows sum to 1.
    y : (N,) int
        The true classes.

    Returns
    -------
    loss : float
    dP : (N, K) float64
        ∂L/∂P.

    Examples
    --------
    Two samples of class 1; it was given 1/2, and 1/4. The loss is half of log 2 + log 4.

    >>> P, y = np.array([[0.5, 0.5, 0.0], [0.5, 0.25, 0.25]]), np.array([1, 1])
    >>> loss, dP = cross_entropy_from_probs(P, y)
    >>> round(float(loss), 6), dP.tolist()
    (1.039721, [[0.0, -1.0, 0.0], [0.0, -2.0, 0.0]])
    """
    raise NotImplementedError

"""Softmax and cross-entropy in one.

A classifier ends in logits Z (N, K). Their softmax is what it believes; its loss is the mean over the samples of −log
of what the true class y[n] was given:

    L = −1/N Σ_n log P[n, y[n]],   P[n, k] = e^Z[n, k] / Σ_j e^Z[n, j].

Return L, and with it dZ = ∂L/∂Z (N, K), its exact derivative.

The two belong in one function. Apart, softmax makes 0 of a small probability, and the logarithm makes −∞ of that;
together, the logarithm is taken on paper, and what is left is an ordinary number: with logits 1000 and 0, the second
class costs 1000. Logits reach from −1000 to 1000 here, in different rows at different heights. And the two backward
passes, each with a denominator or a matrix, become something that is easily remembered.

No eps is added, and nothing is clipped. Z stays as it is. (A warning of NumPy's costs nothing. No loss below 10⁻³ is
looked at for its digits.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 3.3. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14. Kneusel, Math for Deep Learning, chapter 10.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def softmax_cross_entropy(Z: Array, y: Labels) -> tuple[float, Array]:
    """Return the mean loss, and its gradient with respect to the logits.

    Parameters
    ----------
    Z : (N, K) float64
        Logits.
    y : (N,) int
        The true classes, from 0 to K − 1.

    Returns
    -------
    loss : float
    dZ : (N, K) float64
        ∂L/∂Z.

    Examples
    --------
    Logits 0 and log 3 mean the probabilities 1/4 and 3/4. If the first class is true, the loss is log 4.

    >>> loss, dZ = softmax_cross_entropy(np.array([[0.0, np.log(3.0)]]), np.array([0]))
    >>> round(float(loss), 6), dZ.round(6).tolist()
    (1.386294, [[-0.75, 0.75]])
    >>> loss, dZ = softmax_cross_entropy(np.array([[1000.0, 0.0]]), np.array([1]))
    >>> float(loss), dZ.tolist()
    (1000.0, [[1.0, -1.0]])
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    N = len(y)
    rows = np.arange(N)
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    E = np.exp(shifted)
    total = np.sum(E, axis=1)
    losses = np.log(total) - shifted[rows, y]
    dZ = E / total[:, None]
    dZ[rows, y] -= 1.0
    return float(np.mean(losses)), dZ / N
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The logarithm on paper.** For one row, −log(e^z[y] / Σ_j e^z[j]) = log Σ_j e^z[j] − z[y]: logsumexp, minus the
   logit of the true class.

2. **Shift by the row's maximum.** Softmax does not see a number that is added to a whole row. With the maximum taken
   off, the largest exponent is 0: the sum lies between 1 and K, and its logarithm is harmless. The maximum of the whole
   batch won't do: a row 2000 below it has nothing but zeros left.

3. **The gradient.** The derivative of logsumexp is softmax, that of z[y] is one-hot:

       ∂L/∂Z[n, k] = (P[n, k] − [k = y[n]]) / N.

   What is predicted minus what is true, divided by N, since L is a mean. Rows sum to 0.

4. **One entry a row.** `dZ[np.arange(N), y] -= 1` takes 1 off one entry of each row; `dZ[:, y] -= 1` takes it off whole
   columns.

5. **A start that is known.** If Z is 0, all classes have 1/K, and the loss is log K. A network that has not learned
   anything should show this number.

>>> loss, dZ = softmax_cross_entropy(np.zeros((2, 4)), np.array([3, 0]))
>>> round(float(loss - np.log(4.0)), 6), dZ.tolist()
(0.0, [[0.125, 0.125, 0.125, -0.375], [-0.375, 0.125, 0.125, 0.125]])
>>> Z = np.array([[0.0, np.log(3.0)], [-2000.0, -2000.0]])
>>> loss, _ = softmax_cross_entropy(Z, np.array([0, 1]))
>>> round(float(loss - (np.log(4.0) + np.log(2.0)) / 2), 6)
0.0
"""
### END EXPLANATION

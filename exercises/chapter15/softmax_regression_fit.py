"""An epoch of softmax regression.

Softmax regression gives a sample x the scores z = x W, one for each of K classes, and the probabilities p_k =
e^{z_k}/Σ_j e^{z_j}. Its loss on a batch of B samples with the classes y_i is the mean cross-entropy, −1/B Σ_i log p_{i,
y_i}, whose gradient is

    ∂L/∂W = 1/B Xᵀ (P − Y),

P (B, K) being the probabilities and Y the one-hot classes. An epoch of stochastic gradient descent goes through all
samples once, batch by batch, and takes a step W ← W − lr ∂L/∂W after each.

* The samples are taken in the order in which they are: the first `batch_size` rows, then the next ones, and so on.
  Nothing is shuffled. The last batch holds what is left, and its gradient is divided by its own size.
* Each step starts from the W that the one before it has made.
* There is no bias; a column of ones in X would be one.
* The new W is returned, and the W that is passed in stays as it was.
* Scores may be as large as 1000, of either sign.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 3, on multinomial regression.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def softmax_regression_fit(X: Floats, y: NDArray[np.int64], W: Floats, lr: float, batch_size: int) -> Floats:
    """Return the weights after one epoch.

    Parameters
    ----------
    X : (N, D)
        Samples as rows.
    y : (N,), integers
        Classes 0 to K − 1.
    W : (D, K)
        The weights before the epoch.
    lr : float
        Learning rate.
    batch_size : int
        1 or more; it may be more than N.

    Returns
    -------
    W : (D, K)

    Examples
    --------
    At zero both probabilities are ½. The first sample, of class 1, moves W by −1 · 2 · (½, −½):

    >>> softmax_regression_fit(np.array([[2.0]]), np.array([1]), np.zeros((1, 2)), 1.0, 1).tolist()
    [[-1.0, 1.0]]
    """
    raise NotImplementedError

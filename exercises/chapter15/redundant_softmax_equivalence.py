"""A softmax has one class too many.

Softmax regression gives a sample x the scores z_k = x · W[:, k] + b_k, one for each of K classes, and the probabilities
e^{z_k} / Σ_j e^{z_j}. If the same vector is added to all columns of W, or the same number to all entries of b, all
scores of a sample are shifted by the same number, and every probability stays what it was. So different (W, b) are one
and the same classifier, and weights can't be compared, nor found, unless one of them is chosen.

A common choice lets the scores of class 0 be 0: subtract its column from all, and its bias from all. What is left are
the K − 1 columns of the other classes,

    V[:, k − 1] = W[:, k] − W[:, 0],        c_{k−1} = b_k − b_0,        k = 1, …, K − 1,

the log-odds of each class against class 0. For K = 2 that is a single column: logistic regression, with
P(class 1) = σ(x · (W[:, 1] − W[:, 0]) + b_1 − b_0).

Return V and c, the same for all (W, b) that are one classifier. There are two classes at least.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 3, on multinomial regression.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def redundant_softmax_equivalence(W: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return the weights and biases of all classes but class 0, relative to it.

    Parameters
    ----------
    W : (D, K)
        A column for each class.
    b : (K,)

    Returns
    -------
    V : (D, K − 1)
    c : (K − 1,)

    Examples
    --------
    >>> V, c = redundant_softmax_equivalence(np.array([[1.0, 4.0, 0.0], [2.0, 2.0, 5.0]]), np.array([3.0, 1.0, 3.0]))
    >>> V.tolist(), c.tolist()
    ([[3.0, -1.0], [0.0, 3.0]], [-2.0, 0.0])
    """
    raise NotImplementedError

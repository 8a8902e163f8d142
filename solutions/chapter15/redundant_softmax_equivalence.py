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
    ### BEGIN SOLUTION
    return W[:, 1:] - W[:, :1], b[1:] - b[0]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Shifts cancel.** e^{z_k + a}/Σ_j e^{z_j + a} = e^a e^{z_k}/(e^a Σ_j e^{z_j}). With a = −z_0, which depends on x,
   every score becomes z_k − z_0 = x · (W[:, k] − W[:, 0]) + b_k − b_0, and that of class 0 becomes 0.

2. **Two classes.** P(class 1) = e^{z_1}/(e^{z_0} + e^{z_1}) = 1/(1 + e^{−(z_1 − z_0)}) = σ(z_1 − z_0). The difference,
   not half of it: tanh would want half.

>>> W, b, x = np.array([[1.0, 3.0]]), np.array([0.5, 0.0]), 0.75
>>> scores = np.exp(x * W[0] + b)
>>> V, c = redundant_softmax_equivalence(W, b)
>>> float(np.round(scores[1] / scores.sum(), 12)) == float(np.round(1 / (1 + np.exp(-(x * V[0, 0] + c[0]))), 12))
True

3. **The only freedom.** If two (W, b) give the same probabilities for all x, their log-odds log P_k/P_0 = z_k − z_0
   agree for all x, and so V and c do. The form is unique: two classifiers are the same if and only if it is.

4. **Other choices.** Subtracting the mean over the classes makes all columns sum to 0, and treats classes alike. It is
   a representative of the same classifier with K columns, and not the one that is asked for here. A penalty on ‖W‖²
   chooses that one by itself.

5. **Training.** Both columns move in a softmax of two classes, by opposite gradients: their difference goes twice as
   far as logistic regression with the same learning rate.
"""
### END EXPLANATION

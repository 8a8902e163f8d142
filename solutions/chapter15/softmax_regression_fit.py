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
    ### BEGIN SOLUTION
    for start in range(0, len(X), batch_size):
        rows, classes = X[start : start + batch_size], y[start : start + batch_size]
        Z = rows @ W
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        P = E / E.sum(axis=1, keepdims=True)
        P[np.arange(len(rows)), classes] -= 1.0
        W = W - lr * (rows.T @ P) / len(rows)
    return W
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The gradient by the scores.** −log p_y = −z_y + log Σ_j e^{z_j}. The derivative by z_k is −1 if k = y, and p_k from
   the second term: p − onehot(y). Its entries sum to 0: what one class gains the others lose.

2. **The chain rule.** z = x W, so the derivative by W[d, k] is x_d (p_k − onehot(y)_k); summed over the batch, Xᵀ(P −
   Y).

3. **Shift before exp.** e^{1000} overflows. Subtracting the largest score of each row changes no probability, and
   leaves exponentials of at most 1.

4. **A short batch** has its own mean. Divided by batch_size, its samples would count less than others; and divided by
   N, all steps would be smaller by the number of batches.

>>> X, y = np.array([[1.0], [2.0], [-1.0]]), np.array([0, 0, 1])
>>> softmax_regression_fit(X, y, np.zeros((1, 2)), 1.0, 2).round(4).tolist()  # batches of two and of one
[[0.9324, -0.9324]]

5. **Two classes are logistic regression, at twice the speed.** With K = 2, P(class 1) = σ(x · (w_1 − w_0)), and the
   gradients of the two columns are opposite. So w_1 − w_0 moves by −2 lr Xᵀ(s − y)/B: as in logistic regression with 2
   lr.

With numbers: in the example the first batch has P − Y = (−½, ½) twice, and the gradient (1 + 2)/2 · (−½, ½) = (−¾, ¾).
W = (¾, −¾). For the third sample z = (−¾, ¾), p_1 = 1/(1 + e^{−3/2}) = 0.8176, P − Y = (0.1824, −0.1824), and times x =
−1 the gradient is (−0.1824, 0.1824): W = (0.9324, −0.9324).
"""
### END EXPLANATION

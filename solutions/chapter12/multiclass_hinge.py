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
    ### BEGIN SOLUTION
    N = len(y)
    rows = np.arange(N)
    S = X @ W
    margins = S - S[rows, y][:, None] + 1.0
    margins[rows, y] = 0.0
    pull = np.where(margins > 0, 1.0, 0.0)
    pull[rows, y] = -np.sum(pull, axis=1)
    loss = np.sum(np.maximum(margins, 0.0)) / N + reg * np.sum(W**2)
    return float(loss), X.T @ pull / N + 2.0 * reg * W
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One term.** max(0, S[n, j] − S[n, y] + 1), where the margin is not kept, grows by 1 with S[n, j] and falls by 1
   with S[n, y]. Where it is kept, nothing moves.

2. **One sample.** So ∂/∂S[n, j] is 1 for each wrong class that comes too near, and ∂/∂S[n, y] is minus their number:
   the true class is pulled by all of them at once. Call this matrix C (N, K). Its rows sum to 0.

3. **The weights.** S = X W, so ∂/∂W of the mean is Xᵀ C / N, as in any dense layer. The penalty adds 2 reg W.

4. **The true class itself** must be left out. With j = y the term is max(0, 0 + 1) = 1, whatever W is: that adds 1 to
   the loss, and nothing to its gradient, for it pulls up and down by the same.

5. **A start that is known.** With W = 0 all scores are equal, each wrong class lacks the whole margin, and the loss is
   K − 1.

Take D = 2, X = [[1, 2]], W = [[0, 1, 0], [0, 0, 1]]: the scores are 0, 1, 2. If class 1 is true, class 0 has
0 − 1 + 1 = 0, exactly kept, and class 2 has 2 − 1 + 1 = 2. With reg = 0.5 the penalty is 1.

>>> W, X = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), np.array([[1.0, 2.0]])
>>> loss, dW = multiclass_hinge(W, X, np.array([1]), 0.5)
>>> float(loss), dW.tolist()
(3.0, [[0.0, 0.0, 1.0], [0.0, -2.0, 3.0]])
>>> loss, _ = multiclass_hinge(0 * W, X, np.array([1]), 0.5)
>>> float(loss)
2.0
"""
### END EXPLANATION

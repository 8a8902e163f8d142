"""Linear regression by stochastic gradient descent.

Fit ŷ = X w + b to targets y, not by solving equations, but as networks are trained: go through the data in small
batches, and after each take a step against the gradient of its loss. The loss of a batch is a mean over its rows,

    L = 1/B Σ_i ½ (x_i · w + b − y_i)²,

with B the number of rows that the batch really has. Derive ∂L/∂w and ∂L/∂b; both are taken at the same point, before
anything moves.

Why does a batch do instead of all data? Because its gradient is right on average: the mean over all batches is the
gradient of all samples together.

What is left to chance is settled here, so that two people with the same Generator get the same run:

* w and b start at zero.
* Each epoch draws one order, ``order = rng.permutation(N)``, and cuts it into pieces of batch_size from the front: the
  first batch is X[order[:batch_size]] with the targets that belong to it. The last piece may be shorter, and is used as
  well. A batch_size above N means one batch.
* Nothing else is drawn from rng. X and y are the same afterwards.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 2.3
and 4.2. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sgd_linear_regression(
    X: Array, y: Array, lr: float, epochs: int, batch_size: int, rng: np.random.Generator
) -> tuple[Array, float]:
    """Return w and b after a number of epochs of stochastic gradient descent.

    Parameters
    ----------
    X : (N, D)
    y : (N,)
    lr : float
        Learning rate, > 0.
    epochs : int
        How often all of the data is gone through.
    batch_size : int
        Rows in a batch, at least 1.
    rng : numpy.random.Generator
        Draws one permutation an epoch.

    Returns
    -------
    w : (D,)
    b : float

    Examples
    --------
    One sample x = 2 with target 3. At w = b = 0 the error is −3, so that ∂L/∂w = −6 and ∂L/∂b = −3:

    >>> w, b = sgd_linear_regression(np.array([[2.0]]), np.array([3.0]), 0.5, 1, 1, np.random.default_rng(0))
    >>> w.tolist(), float(b)
    ([3.0], 1.5)
    """
    ### BEGIN SOLUTION
    N, D = X.shape
    w, b = np.zeros(D), 0.0
    for _ in range(epochs):
        order = rng.permutation(N)
        for start in range(0, N, batch_size):
            rows = order[start : start + batch_size]
            error = X[rows] @ w + b - y[rows]
            w, b = w - lr * error @ X[rows] / len(rows), b - lr * error.mean()
    return w, float(b)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two derivatives.** Let eᵢ = xᵢ · w + b − yᵢ, and L = 1/B Σ ½ eᵢ². As ∂eᵢ/∂w = xᵢ and ∂eᵢ/∂b = 1,

       ∂L/∂w = 1/B Σ eᵢ xᵢ = Xᵀ e / B,    ∂L/∂b = 1/B Σ eᵢ.

2. **At the same point.** Both use the e of the w and b before the step. Moving w first, and computing e again for b, is
   another method.

3. **B is what the batch has.** The last batch may be shorter. Divided by batch_size, its gradient would be too small.

4. **Right on average.** If all batches have B rows, the mean of their gradients is 1/N Σ eᵢ xᵢ, the gradient of all
   data, as long as w and b stay where they are. In an epoch they move, a little: that is where the noise comes from.

>>> X, y, w = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([1.0, 1.0, 2.0, 6.0]), np.array([1.0])
>>> e = X @ w - y
>>> halves = [e[:2] @ X[:2] / 2, e[2:] @ X[2:] / 2]
>>> np.mean(halves, axis=0).tolist(), (e @ X / 4).tolist()
([-0.75], [-0.75])

5. **Where it ends.** With a fixed lr it hovers around the least-squares solution, unless all data lie on one line: then
   every batch agrees that e = 0, and it arrives.

>>> X = np.array([[0.0], [1.0], [2.0]])
>>> w, b = sgd_linear_regression(X, 3 * X[:, 0] + 1, 0.2, 300, 1, np.random.default_rng(0))
>>> w.round(6).tolist(), round(b, 6)
([3.0], 1.0)
"""
### END EXPLANATION

"""Backward pass of a dense layer.

On the way forward the layer turned a batch X (N, D) into Y = X W + b, with W (D, K) and b (K,). On the way back it is
told how the loss L reacts to each of its outputs, dY = ∂L/∂Y, and has to answer three questions: how does L react to
the batch, to the weights, and to the bias?

The layer averages nothing. If L is a mean over the batch, that 1/N is already in dY.

References
----------
Kneusel, Math for Deep Learning, chapter 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 5.4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def dense_backward(dY: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    """Return the gradients of L with respect to X, W and b, where Y = X W + b.

    Parameters
    ----------
    dY : (N, K)
        ∂L/∂Y.
    X : (N, D)
        The batch that went forward.
    W : (D, K)
        The weights that it met.

    Returns
    -------
    dX : (N, D)
    dW : (D, K)
    db : (K,)

    Examples
    --------
    One sample and one output, so Y = 1·3 + 2·4 + b; the loss grows twice as fast as Y:

    >>> dX, dW, db = dense_backward(np.array([[2.0]]), np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]))
    >>> dX.tolist(), dW.tolist(), db.tolist()
    ([[6.0, 8.0]], [[2.0], [4.0]], [2.0])
    """
    ### BEGIN SOLUTION
    dX = dY @ W.T
    dW = X.T @ dY
    db = dY.sum(axis=0)
    return dX, dW, db
    ### END SOLUTION


### BEGIN EXPLANATION
"""
Write out one entry of the output, and ask which entries of Y each unknown touches; its gradient is the sum of what they
hand back (the chain rule: ∂L/∂a = Σ ∂L/∂Y[n, k] · ∂Y[n, k]/∂a).

    Y[n, k] = Σ_d X[n, d] W[d, k] + b[k]

1. **The weights.** W[d, k] touches column k of Y, once in each sample, with the factor X[n, d]:

       ∂L/∂W[d, k] = Σ_n X[n, d] dY[n, k]

   A sum over n of X[n, d] times dY[n, k] is entry (d, k) of a matrix product, with n in the middle: dW = Xᵀ dY.
   Read sample by sample, it is a sum of outer products x dyᵀ, one for each sample.

2. **The batch.** X[n, d] touches row n of Y alone, every output k of it, with the factor W[d, k]:

       ∂L/∂X[n, d] = Σ_k dY[n, k] W[d, k]

   Now k is in the middle: dX = dY Wᵀ. Samples don't mix on the way back, as they did not on the way forward.

3. **The bias.** b[k] is added in every row, with the factor 1: db[k] = Σ_n dY[n, k], the sum of the rows of dY. What
   was broadcast on the way forward is summed on the way back.

With N, D and K all different, shapes leave no other choice: dW must be (D, K), and out of X (N, D) and dY (N, K) only
Xᵀ dY is.

With numbers: two samples, two inputs, one output. The loss reacts to the first output with 1 and to the second with −2.

>>> X, W, dY = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0], [6.0]]), np.array([[1.0], [-2.0]])
>>> dX, dW, db = dense_backward(dY, X, W)
>>> dW.ravel().tolist()  # 1·1 + 3·(−2) and 2·1 + 4·(−2)
[-5.0, -6.0]
>>> dX.tolist()  # rows of W, times 1 and times −2
[[5.0, 6.0], [-10.0, -12.0]]
>>> db.tolist()  # 1 − 2
[-1.0]

A small step shows that it is true: L = Σ dY ∘ Y, and W[0, 0] grows by 0.001. L should grow by dW[0, 0] times that.

>>> L = lambda W: np.sum(dY * (X @ W))
>>> float(round((L(W + [[0.001], [0.0]]) - L(W)) / 0.001, 6))
-5.0
"""
### END EXPLANATION

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
    raise NotImplementedError

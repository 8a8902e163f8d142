"""A block with a shortcut.

A deep network can be made of blocks that change what they are given only a little: the block computes a correction, and
the input is added to it on a shortcut. For a batch X (N, D), with the correction of a network of two dense layers,

    Y = S + relu(X W1 + b1) W2 + b2,    S = X,

where W1 is (D, M), W2 is (M, K), and K = D. If Y shall have another number of columns, the shortcut has a projection:
S = X P with P (D, K). Nothing follows the sum: no ReLU, no mean.

Write both ways. Backward, given dY = ∂L/∂Y, return the gradients by X and by all parameters, in the order of the
arguments. There is no memory of the way forward: compute what you need again.

* P is None for the shortcut without projection. Then dP is None, too.
* relu(z) = max(z, 0), and its derivative at 0 is 0. No pre-activation is exactly 0 here.

The layer averages nothing. If L is a mean over the batch, that 1/N is already in dY.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. He, Zhang, Ren, Sun, Deep Residual
Learning for Image Recognition (2015); Identity Mappings in Deep Residual Networks (2016).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def residual_forward(X: Array, W1: Array, b1: Array, W2: Array, b2: Array, P: Array | None) -> Array:
    """Return the sum of the shortcut and the correction.

    Parameters
    ----------
    X : (N, D)
    W1, b1 : (D, M), (M,)
    W2, b2 : (M, K), (K,)
    P : (D, K) or None
        Projection of the shortcut; with None, K = D.

    Returns
    -------
    Y : (N, K)

    Examples
    --------
    One sample: its hidden unit is relu(1·3 − 2·1 + 1) = 2, and adds 20 and −2 to it.

    >>> X, W1, W2 = np.array([[3.0, 2.0]]), np.array([[1.0], [-1.0]]), np.array([[10.0, -1.0]])
    >>> residual_forward(X, W1, np.array([1.0]), W2, np.array([0.0, 0.5]), None).tolist()
    [[23.0, 0.5]]
    """
    raise NotImplementedError


def residual_backward(
    dY: Array, X: Array, W1: Array, b1: Array, W2: Array, P: Array | None
) -> tuple[Array, Array, Array, Array, Array, Array | None]:
    """Return the gradients of the loss with respect to X, W1, b1, W2, b2 and P.

    Parameters
    ----------
    dY : (N, K)
        ∂L/∂Y.
    X, W1, b1, W2, P
        As on the way forward; b2 is not needed.

    Returns
    -------
    dX : (N, D)
    dW1, db1 : (D, M), (M,)
    dW2, db2 : (M, K), (K,)
    dP : (D, K) or None

    Examples
    --------
    The same sample. dY reaches X on the shortcut as it is, and through the hidden unit, which hears 1·10 + 2·(−1) = 8.

    >>> X, W1, W2 = np.array([[3.0, 2.0]]), np.array([[1.0], [-1.0]]), np.array([[10.0, -1.0]])
    >>> dX, dW1, db1, dW2, db2, dP = residual_backward(np.array([[1.0, 2.0]]), X, W1, np.array([1.0]), W2, None)
    >>> dX.tolist(), dW1.tolist(), db1.tolist(), dW2.tolist(), db2.tolist(), dP
    ([[9.0, -6.0]], [[24.0], [16.0]], [8.0], [[2.0, 4.0]], [1.0, 2.0], None)
    """
    raise NotImplementedError

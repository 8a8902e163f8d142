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
    ### BEGIN SOLUTION
    shortcut = X if P is None else X @ P
    return shortcut + np.maximum(X @ W1 + b1, 0.0) @ W2 + b2
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    Z = X @ W1 + b1
    A = np.maximum(Z, 0.0)
    dZ = (dY @ W2.T) * (Z > 0)
    dP = None if P is None else X.T @ dY
    dX = (dY if P is None else dY @ P.T) + dZ @ W1.T
    return dX, X.T @ dZ, dZ.sum(axis=0), A.T @ dY, dY.sum(axis=0), dP
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two ways to Y.** X acts on Y on the shortcut and through the correction F. By the chain rule what comes back on
   both is added up: dX = dY + J_Fᵀ dY, or dY Pᵀ + J_Fᵀ dY with a projection.

2. **Through the correction.** A = relu(Z), Z = X W1 + b1. Each step is one that you know: dA = dY W2ᵀ, dW2 = Aᵀ dY,
   db2 = Σ dY; dZ = dA where Z > 0 and 0 elsewhere; dW1 = Xᵀ dZ, db1 = Σ dZ, and dZ W1ᵀ goes to X.

3. **On the shortcut.** S = X has the derivative 1; S = X P is a dense layer without bias: dP = Xᵀ dY. The full dY
   goes both ways: a sum hands what it hears to all of its terms.

4. **Why it trains.** Without the shortcut dY would be multiplied by J_Fᵀ in every block, and after fifty of them it
   would have vanished or exploded. With it, dX = dY + something: at the start, with W2 = 0, exactly dY.

>>> rng = np.random.default_rng(0)
>>> X, W1, dY = rng.normal(size=(2, 3)), rng.normal(size=(3, 4)), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
>>> for _ in range(50):
...     dY = residual_backward(dY, X, W1, np.zeros(4), np.zeros((4, 3)), None)[0]
>>> dY.tolist()
[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]

5. **Whose array is it?** `dX = dY` gives dY a second name, and `dX += …` then changes the caller's dY. dY + … makes a
   new array.

With numbers, as in the example: Z = 3 − 2 + 1 = 2. dZ = 8, dX = (1, 2) + 8 · (1, −1) = (9, −6); dW1 = 8 · (3, 2); dW2
= 2 · (1, 2).
"""
### END EXPLANATION

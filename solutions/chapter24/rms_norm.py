"""Normalisation by the root mean square, forward and backward.

Language models normalise each token's D numbers before every layer. Layer normalisation takes off the mean and divides
by the standard deviation; what most models do today leaves the mean alone, and divides by the root mean square:

    r = √(1/D Σ_k x_k² + eps),    x̂ = x / r,    y = gamma x̂,

for each row x of X by itself, with one gamma (D,) for all rows. There is no beta.

* eps > 0 stands under the root. A row of zeros becomes a row of zeros.
* The mean is over the D numbers of a row, and is not taken off.

Write both ways. Backward, given dY = ∂L/∂Y (N, D), return dX (N, D) and dgamma (D,), the latter summed over the rows.
There is no memory of the way forward: compute r again.

References
----------
Zhang, Sennrich, Root Mean Square Layer Normalization (2019). Touvron et al., LLaMA: Open and Efficient Foundation
Language Models (2023).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rms_norm_forward(X: Array, gamma: Array, eps: float) -> Array:
    """Return the normalised rows.

    Parameters
    ----------
    X : (N, D)
        A token in each row.
    gamma : (D,)
    eps : float
        > 0, added under the root.

    Returns
    -------
    Y : (N, D)

    Examples
    --------
    The row 1, 7 has the mean square 25; with eps = 11 the root is 6:

    >>> rms_norm_forward(np.array([[1.0, 7.0]]), np.array([12.0, 6.0]), 11.0).tolist()
    [[2.0, 7.0]]
    """
    ### BEGIN SOLUTION
    root = np.sqrt(np.mean(X**2, axis=1, keepdims=True) + eps)
    Y: Array = gamma * (X / root)
    return Y
    ### END SOLUTION


def rms_norm_backward(dY: Array, X: Array, gamma: Array, eps: float) -> tuple[Array, Array]:
    """Return the gradients of the loss with respect to the rows and to gamma.

    Parameters
    ----------
    dY : (N, D)
        ∂L/∂Y.
    X : (N, D)
        The rows that were normalised.
    gamma : (D,)
    eps : float
        > 0.

    Returns
    -------
    dX : (N, D)
    dgamma : (D,)

    Examples
    --------
    The same row, x̂ = (1/6, 7/6). With dY = (1, 0), dx̂ = gamma dY is (12, 0), and the mean of dx̂ x̂ is 1:

    >>> dX, dgamma = rms_norm_backward(np.array([[1.0, 0.0]]), np.array([[1.0, 7.0]]), np.array([12.0, 6.0]), 11.0)
    >>> dX.round(4).tolist(), dgamma.round(4).tolist()
    ([[1.9722, -0.1944]], [0.1667, 0.0])
    """
    ### BEGIN SOLUTION
    root = np.sqrt(np.mean(np.square(X), axis=1, keepdims=True) + eps)
    X_hat = X / root
    dX_hat = dY * gamma
    along = np.mean(dX_hat * X_hat, axis=1, keepdims=True)
    return (dX_hat - X_hat * along) / root, np.sum(dY * X_hat, axis=0)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Forward.** A row is a token: squares are averaged along axis 1, and keepdims keeps the roots as a column. gamma
   belongs to the columns.

2. **Scale.** If eps is small against the mean square, c x has the root c r, and c x / (c r) is what it was: only the
   direction of a row is left, at the length √D. That is why activations can't blow up from layer to layer. eps sees to
   rows that are almost 0, which have no direction worth the name.

3. **gamma** is a factor in each column: dgamma = Σ_n dY x̂, and dx̂ = gamma dY.

4. **Back through the quotient.** r² = 1/D Σ x_k² + eps gives ∂r/∂x_k = x_k/(D r) = x̂_k / D. So from x̂_j = x_j / r,

       ∂x̂_j/∂x_k = [j = k]/r − x_j/r² · x̂_k/D = 1/r ([j = k] − x̂_j x̂_k / D),
       dx = 1/r (dx̂ − x̂ · mean of dx̂ x̂).

   Layer normalisation has one term more, since there the mean is taken off.

5. **No slope along x.** Without eps, dx · x = 0: to stretch a row changes nothing. With eps, |x̂|² = D (1 − eps/r²),
   and dx · x = eps/r² · (dx̂ · x̂).

In the example, r = 6 and x̂ = (1, 7)/6. dx = ((12, 0) − (1, 7)/6 · 1)/6 = (71/36, −7/36). And dx · x = 22/36, which is
11/36 · 2. A row that is a thousand times longer has nearly the same y:

>>> gamma = np.array([12.0, 6.0])
>>> rms_norm_forward(np.array([[1000.0, 7000.0], [0.0, 0.0]]), gamma, 11.0).round(4).tolist()
[[2.4, 8.4], [0.0, 0.0]]
>>> dX, _ = rms_norm_backward(np.array([[1.0, 0.0]]), np.array([[1.0, 7.0]]), gamma, 11.0)
>>> bool(np.isclose(dX[0] @ [1.0, 7.0], 22 / 36))
True
"""
### END EXPLANATION

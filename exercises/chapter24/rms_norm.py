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
    raise NotImplementedError


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
    raise NotImplementedError

"""Layer normalisation, forward and backward.

Batch normalisation needs a batch. Layer normalisation normalises each sample by itself, over its D features:

    x̂ = (x − mean) / √(var + eps),    y = gamma x̂ + beta,

with mean and var of the row (var biased, divided by D), and eps under the root. gamma and beta still belong to the
features. What comes out for a sample does not depend on the others, in training or in evaluation.

Write both ways. Backward, given dY = ∂L/∂Y, return ∂L/∂X, ∂L/∂gamma and ∂L/∂beta. There is no memory of the way
forward: compute mean and variance again. Mind that gamma differs along the row which the sums go over.

* With a single feature x̂ is 0: Y is beta, and dX is 0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Ba, Kiros, Hinton, Layer Normalization
(2016), equation 4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def layernorm_forward(X: Array, gamma: Array, beta: Array, eps: float) -> Array:
    """Return the normalised samples.

    Parameters
    ----------
    X : (N, D)
        One sample a row.
    gamma, beta : (D,)
    eps : float
        > 0, added to the variance.

    Returns
    -------
    Y : (N, D)

    Examples
    --------
    The row 1, 5 has the mean 3 and the variance 4; with eps = 5 the root is 3:

    >>> layernorm_forward(np.array([[1.0, 5.0]]), np.array([3.0, 6.0]), np.array([0.0, 1.0]), 5.0).tolist()
    [[-2.0, 5.0]]
    """
    raise NotImplementedError


def layernorm_backward(dY: Array, X: Array, gamma: Array, eps: float) -> tuple[Array, Array, Array]:
    """Return the gradients of the loss with respect to the samples, gamma and beta.

    Parameters
    ----------
    dY : (N, D)
        ∂L/∂Y.
    X : (N, D)
        The samples that were normalised.
    gamma : (D,)
    eps : float
        > 0.

    Returns
    -------
    dX : (N, D)
    dgamma, dbeta : (D,)

    Examples
    --------
    The same row: x̂ is −2/3, 2/3, and dx̂ = gamma dY is 0, 9:

    >>> dY, X, gamma = np.array([[0.0, 1.5]]), np.array([[1.0, 5.0]]), np.array([3.0, 6.0])
    >>> dX, dgamma, dbeta = layernorm_backward(dY, X, gamma, 5.0)
    >>> dX.round(4).tolist(), dgamma.tolist(), dbeta.tolist()
    ([[-0.8333, 0.8333]], [0.0, 1.0], [0.0, 1.5])
    """
    raise NotImplementedError

"""Batch normalisation, backward.

In training, batch normalisation computes, for each feature over the N samples of the batch,

    X̂ = (X − mean) / √(var + eps),    Y = gamma X̂ + beta,

with the biased variance. Every entry of a column acts on its mean and on its variance, and by them on the whole column:
so the way back mixes the samples as well.

Given dY = ∂L/∂Y, return ∂L/∂X, ∂L/∂gamma and ∂L/∂beta. There is no memory of the way forward: compute mean and variance
again from X.

* beta is not needed.
* With a single sample, X̂ is 0 whatever X is: dX is 0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Ioffe, Szegedy, Batch Normalization
(2015), section 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def batchnorm_backward(dY: Array, X: Array, gamma: Array, eps: float) -> tuple[Array, Array, Array]:
    """Return the gradients of the loss with respect to the batch, gamma and beta.

    Parameters
    ----------
    dY : (N, D)
        ∂L/∂Y.
    X : (N, D)
        The batch that was normalised.
    gamma : (D,)
    eps : float
        > 0, added to the variance.

    Returns
    -------
    dX : (N, D)
    dgamma, dbeta : (D,)

    Examples
    --------
    The column 1, 5 has the mean 3 and the variance 4; with eps = 5 the root is 3, and X̂ is −2/3, 2/3:

    >>> dX, dgamma, dbeta = batchnorm_backward(np.array([[0.0], [9.0]]), np.array([[1.0], [5.0]]), np.array([6.0]), 5.0)
    >>> dX.round(9).tolist(), dgamma.tolist(), dbeta.tolist()
    ([[-5.0], [5.0]], [6.0], [9.0])
    """
    raise NotImplementedError

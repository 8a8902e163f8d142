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
    ### BEGIN SOLUTION
    root = np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) / root
    dgamma, dbeta = np.sum(dY * X_hat, axis=0), np.sum(dY, axis=0)
    return gamma / root * (dY - (dbeta + X_hat * dgamma) / len(X)), dgamma, dbeta
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **gamma and beta.** Y = gamma X̂ + beta, and each entry of gamma and of beta acts on its whole column: dgamma = Σ_n
   dY X̂, dbeta = Σ_n dY.

2. **Back to X̂.** dX̂ = gamma dY.

3. **Three ways from X to X̂.** Let s = √(var + eps). Directly: 1/s. By the mean: ∂mean/∂x_n = 1/N, and X̂ falls by 1/s
   for each unit. By s: ∂s/∂x_n = (x_n − mean)/(N s) = X̂_n/N, and ∂X̂_m/∂s = −X̂_m/s. Together,

       dX = 1/s · (dX̂ − 1/N Σ dX̂ − X̂ · 1/N Σ dX̂ X̂).

   gamma is the same for a whole column, and can be taken out: the two sums are dbeta and dgamma.

4. **What it means.** The gradient loses its mean and its part along X̂. To shift a column or to stretch it changes
   nothing, so there is nothing to be won in these two directions. Columns of dX sum to 0:

>>> rng = np.random.default_rng(0)
>>> dX, _, _ = batchnorm_backward(rng.normal(size=(5, 2)), rng.normal(size=(5, 2)), np.array([2.0, -3.0]), 1e-5)
>>> np.abs(dX.sum(axis=0)).round(9).tolist()
[0.0, 0.0]

5. **eps.** It changes nothing in the formula: s contains it, and X̂ as well. Orthogonal to X̂ dX is only up to eps/(var
   + eps).

With numbers, as in the example: s = 3, X̂ = ∓2/3, dgamma = 9 · 2/3 = 6, dbeta = 9. gamma/s = 2, and dY − (9 ∓ 4)/2 =
(−2.5, 2.5).
"""
### END EXPLANATION

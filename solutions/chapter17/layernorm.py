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
    ### BEGIN SOLUTION
    mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
    X_hat: Array = (X - mean) / np.sqrt(var + eps)
    return gamma * X_hat + beta
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    root = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    X_hat = (X - X.mean(axis=1, keepdims=True)) / root
    dX_hat = dY * gamma
    mean = dX_hat.mean(axis=1, keepdims=True)
    along = np.mean(dX_hat * X_hat, axis=1, keepdims=True)
    return (dX_hat - mean - X_hat * along) / root, np.sum(dY * X_hat, axis=0), np.sum(dY, axis=0)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Over the row.** A sample is a row: mean and variance go along axis 1, and keepdims keeps them as columns, so that
   they are subtracted from rows.

2. **gamma and beta** belong to features, as in batch normalisation: their gradients are sums over the samples, axis 0,
   dgamma = Σ_n dY x̂, dbeta = Σ_n dY.

3. **Back to x̂.** dx̂ = gamma dY, entry by entry.

4. **Back to x.** As in batch normalisation, along the row: with s = √(var + eps),

       dx = 1/s · (dx̂ − mean of dx̂ − x̂ · mean of dx̂ x̂).

   The means go over the features, and gamma is another number in each. So it can't be taken out, as it could in batch
   normalisation. Only for gamma = 1 this makes no difference, which is why tests with gamma = 1 prove nothing.

5. **Rows of dX sum to 0**: to shift a whole sample changes nothing.

>>> rng = np.random.default_rng(0)
>>> dX, _, _ = layernorm_backward(rng.normal(size=(2, 5)), rng.normal(size=(2, 5)), rng.normal(size=5), 1e-5)
>>> np.abs(dX.sum(axis=1)).round(9).tolist()
[0.0, 0.0]

With numbers, as in the example: dx̂ = (0, 9), its mean is 4.5, the mean of dx̂ x̂ is 3. dx = ((0, 9) − 4.5 − (−2, 2))/3
= (−0.83, 0.83).
"""
### END EXPLANATION

"""An autoencoder with tied weights.

An autoencoder learns to say again what it is told, by way of a code that is shorter: what it can't keep, it has to do
without. One with a single hidden layer and tied weights uses the same matrix on the way in and, transposed, on the way
out. For X (N, D), W (D, K), b (K,) and c (D,) let

    H = tanh(X W + b)   (N, K),        X̂ = H Wᵀ + c   (N, D),

and let the loss be the mean of ½ (X̂ − X)² over all N D entries.

Return the loss and its gradients by W, b and c. W occurs twice, and both places count: the derivative of a function
f(W, W) is the sum of its two partial derivatives.

* The mean runs over all N D entries, in the loss and in the gradients: these are the exact derivatives of the loss that
  is returned.
* b and c are added to each row.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 3, on autoencoders. Vincent et al., Stacked
denoising autoencoders (2010), on tied weights.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def autoencoder_grads(W: Floats, b: Floats, c: Floats, X: Floats) -> tuple[float, Floats, Floats, Floats]:
    """Return the loss of an autoencoder with tied weights, and its gradients.

    Parameters
    ----------
    W : (D, K)
    b : (K,)
    c : (D,)
    X : (N, D)
        Samples as rows.

    Returns
    -------
    loss : float
    dW : (D, K)
    db : (K,)
    dc : (D,)

    Examples
    --------
    With W = 0 the code is tanh(b), and what comes out is c. Errors are −3 and 1; only W and c have a gradient.

    >>> X, W = np.array([[3.0, -1.0]]), np.zeros((2, 1))
    >>> loss, dW, db, dc = autoencoder_grads(W, np.zeros(1), np.zeros(2), X)
    >>> float(loss), dW.tolist(), db.tolist(), dc.tolist()
    (2.5, [[0.0], [0.0]], [0.0], [-1.5, 0.5])
    """
    ### BEGIN SOLUTION
    H = np.tanh(X @ W + b)
    error = H @ W.T + c - X
    dX_hat = error / error.size
    dZ = (dX_hat @ W) * (1.0 - H**2)
    dW = X.T @ dZ + dX_hat.T @ H
    return 0.5 * float(np.mean(error**2)), dW, dZ.sum(axis=0), dX_hat.sum(axis=0)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The output.** The derivative of the loss by an entry of X̂ is its error over N D: dX̂ = (X̂ − X)/(N D). X itself,
   as the target, is a constant; that it is the input as well does not matter, as no gradient by X is asked for.

2. **The decoder.** X̂ = H V + c with V = Wᵀ (K, D). As for any dense layer dV = Hᵀ dX̂, dc is the sum of the rows of
   dX̂, and dH = dX̂ Vᵀ = dX̂ W. As W is Vᵀ, this place contributes dVᵀ = dX̂ᵀ H to dW.

3. **The encoder.** H = tanh(Z), so dZ = dH ∘ (1 − H²). With Z = X W + b its contribution to dW is Xᵀ dZ, and db is the
   sum of the rows of dZ.

4. **Both.** dW = Xᵀ dZ + dX̂ᵀ H. Each alone has the right shape, and alone neither is the gradient. If D = K, even dVᵀ
   and dV have the same shape: it takes other sizes, or finite differences, to notice that a transpose is missing.

>>> rng = np.random.default_rng(0)
>>> W, b, c, X = rng.normal(size=(3, 2)), rng.normal(size=2), rng.normal(size=3), rng.normal(size=(4, 3))
>>> loss, dW, db, dc = autoencoder_grads(W, b, c, X)
>>> E = np.zeros((3, 2)); E[1, 0] = 1e-6
>>> slope = (autoencoder_grads(W + E, b, c, X)[0] - autoencoder_grads(W - E, b, c, X)[0]) / 2e-6
>>> bool(abs(slope - dW[1, 0]) < 1e-8)
True

5. **What tying means.** Half as many numbers to learn; and with a linear code the best W has orthonormal columns: they
   span what principal component analysis finds.

With numbers: N D = 2, errors 0 − 3 = −3 and 0 + 1 = 1. The loss is ½ (9 + 1)/2 = 2.5, and dc = (−3, 1)/2. H = 0, so the
decoder contributes nothing to dW; dX̂ W = 0, so the encoder doesn't either.
"""
### END EXPLANATION

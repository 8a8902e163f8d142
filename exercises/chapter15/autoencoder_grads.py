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
    raise NotImplementedError

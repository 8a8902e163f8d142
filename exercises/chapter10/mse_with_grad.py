"""Squared error and its gradient.

A network predicts Ŷ (N, K) where Y (N, K) is true. The loss is the mean of the halved squares of the errors, over all
N K entries:

    L = mean of ½ (Ŷ[n, k] − Y[n, k])² over n and k

Return L, and with it where backpropagation begins: how L reacts to each single prediction. The gradient is the exact
derivative of the L that is returned, with every factor that L carries.

References
----------
Kneusel, Math for Deep Learning, chapter 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 2.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mse_with_grad(Y_hat: Array, Y: Array) -> tuple[float, Array]:
    """Return the loss, and its gradient with respect to the predictions.

    Parameters
    ----------
    Y_hat : (N, K)
        Predictions.
    Y : (N, K)
        What is true.

    Returns
    -------
    loss : float
    dY_hat : (N, K)
        ∂L/∂Ŷ.

    Examples
    --------
    Two entries, one of them off by 4: the mean of ½·16 and 0.

    >>> loss, dY_hat = mse_with_grad(np.array([[5.0, 2.0]]), np.array([[1.0, 2.0]]))
    >>> float(loss), dY_hat.tolist()
    (4.0, [[2.0, 0.0]])
    """
    raise NotImplementedError

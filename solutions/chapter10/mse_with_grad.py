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
    ### BEGIN SOLUTION
    error = Y_hat - Y
    return 0.5 * float(np.mean(error**2)), error / error.size
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One entry.** Ŷ[n, k] occurs in one term of the sum, ½ (Ŷ[n, k] − Y[n, k])². Its derivative is Ŷ[n, k] − Y[n, k]:
   the exponent 2 meets the ½.

2. **Every factor of L.** The mean over all N K entries is 1/(N K) times the sum. So

       ∂L/∂Ŷ[n, k] = (Ŷ[n, k] − Y[n, k]) / (N K).

   `np.mean` divides by the number of *all* entries, so the gradient does, too; not by N alone.

3. **The sign.** If the prediction is too large, L grows with it: the gradient is positive, and a step of −lr times it
   makes the prediction smaller.

4. **To be sure, measure.** Move one entry by h and −h. L is a parabola in it, so a central difference is exact up to
   rounding:

>>> Y_hat, Y, h = np.array([[5.0, 2.0]]), np.array([[1.0, 2.0]]), 0.5
>>> up, down = (mse_with_grad(Y_hat + np.array([[s, 0.0]]), Y)[0] for s in (h, -h))
>>> (up - down) / (2 * h), mse_with_grad(Y_hat, Y)[1].tolist()
(2.0, [[2.0, 0.0]])

5. **Shapes.** If Y is (N,) and Ŷ is (N, 1), NumPy stretches their difference to (N, N): every prediction meets every
   target. Keep both (N, K).
"""
### END EXPLANATION

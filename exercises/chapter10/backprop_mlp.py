"""Backpropagation through a network.

A network of M layers has the parameters (W₁, b₁), …, (W_M, b_M), and its hidden layers share one activation f:

    A₀ = X,    Z_l = A_{l−1} W_l + b_l,    A_l = f(Z_l) for l < M,    Ŷ = Z_M.

The output layer is linear. The loss is the mean of ½ (Ŷ − Y)² over all N K entries. Compute it on the way forward;
then sweep back once, from the last layer to the first, and collect the gradient of the loss with respect to every W_l
and b_l. What the sweep carries from layer to layer is dZ_l = ∂L/∂Z_l.

The gradient is the exact derivative of the loss that you return. All the gradients together cost about as much as two
more ways forward, however many parameters there are: that is what backpropagation is for.

* f is "relu", "tanh" or "sigmoid"; ReLU′(0) = 0.
* With one layer alone there is no activation at all, and this is linear regression.

References
----------
Kneusel, Math for Deep Learning, chapter 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 5.4.
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Layer = tuple[Array, Array]


def backprop_mlp(params: Sequence[Layer], X: Array, Y: Array, activation: str) -> tuple[float, list[Layer]]:
    """Return the loss of the network on a batch, and its gradient.

    Parameters
    ----------
    params : list of (W, b)
        One pair a layer: W (n_in, n_out) and b (n_out,).
    X : (N, D)
    Y : (N, K)
    activation : {"relu", "tanh", "sigmoid"}
        Of the hidden layers.

    Returns
    -------
    loss : float
    grads : list of (dW, db)
        Built like params.

    Examples
    --------
    One sample, one hidden unit: x = 1, z = 2·1 + 1 = 3, ReLU leaves it at 3, ŷ = 5·3 − 4 = 11; the target is 9:

    >>> params = [(np.array([[2.0]]), np.array([1.0])), (np.array([[5.0]]), np.array([-4.0]))]
    >>> loss, [(dW1, db1), (dW2, db2)] = backprop_mlp(params, np.array([[1.0]]), np.array([[9.0]]), "relu")
    >>> float(loss), dW2.item(), db2.item(), dW1.item(), db1.item()
    (2.0, 6.0, 2.0, 10.0, 10.0)
    """
    raise NotImplementedError

"""Forward pass of a network.

A network of M dense layers hands a batch from layer to layer. Between two layers stands the activation f, the same one
everywhere:

    A₀ = X,    Z_l = A_{l−1} W_l + b_l,    A_l = f(Z_l) for l < M,    Ŷ = Z_M.

The output layer is linear: nothing is done to its Z. What belongs there, a softmax or nothing at all, depends on the
task and is left to whoever calls.

* There may be any number of layers, from one on. With one alone there is no activation at all.
* f is a function that takes an array of any shape and works entry by entry.
* Without f in between, all layers would be one: a chain of affine maps is an affine map. So f is what makes depth worth
  its price.

References
----------
Kneusel, Math for Deep Learning, chapter 9. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 5.1.
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Layer = tuple[Array, Array]


def mlp_forward(params: Sequence[Layer], X: Array, f: Callable[[Array], Array]) -> Array:
    """Return what the network answers to a batch.

    Parameters
    ----------
    params : list of (W, b)
        One pair a layer, the first layer first: W (n_in, n_out) and b (n_out,).
    X : (N, D)
        The batch.
    f : callable
        Activation of the hidden layers.

    Returns
    -------
    Y_hat : (N, K)

    Examples
    --------
    Two samples, 1 and −1, and one hidden unit, which squares: z = 2·1 + 1 = 3 becomes 9 and 5·9 − 4 = 41;
    z = 2·(−1) + 1 = −1 becomes 1 and 5·1 − 4 = 1:

    >>> params = [(np.array([[2.0]]), np.array([1.0])), (np.array([[5.0]]), np.array([-4.0]))]
    >>> mlp_forward(params, np.array([[1.0], [-1.0]]), np.square).tolist()
    [[41.0], [1.0]]
    """
    raise NotImplementedError

"""How gradients vanish: their norms, layer by layer.

On its way back through a network, the gradient is multiplied by Wᵀ and by the slope of the activation in each layer.
With many layers it may vanish before it reaches the first, or explode. To see it, one plots its norm over the layers.

The network has the layers (W₁, b₁), …, (W_M, b_M), and its hidden layers share an activation f:

    A₀ = X,    Z_l = A_{l−1} W_l + b_l,    A_l = f(Z_l) for l < M,    Ŷ = Z_M.

Given ∂L/∂Ŷ, return the norms ‖∂L/∂Z_l‖ of all M layers, each over all entries of the batch (Frobenius), the first layer
first.

* f is "relu", "tanh" or "sigmoid"; ReLU′(0) = 0.
* The output layer is linear: the last norm is that of ∂L/∂Ŷ.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Glorot, Bengio, Understanding the
Difficulty of Training Deep Feedforward Neural Networks (2010).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Layer = tuple[Array, Array]


def gradient_norm_profile(params: Sequence[Layer], X: Array, dY: Array, activation: str) -> Array:
    """Return the norms of the gradients with respect to the Z of each layer.

    Parameters
    ----------
    params : list of (W, b)
        One pair a layer: W (n_in, n_out) and b (n_out,).
    X : (N, D)
    dY : (N, K)
        ∂L/∂Ŷ.
    activation : {"relu", "tanh", "sigmoid"}
        Of the hidden layers.

    Returns
    -------
    norms : (M,)
        ‖∂L/∂Z_l‖, the first layer first.

    Examples
    --------
    One sample, one unit a layer: Z₁ = 3, ReLU lets it through. Back, dZ₂ = 2, and dZ₁ = 2 · 5 · 1:

    >>> params = [(np.array([[2.0]]), np.array([1.0])), (np.array([[5.0]]), np.array([-4.0]))]
    >>> gradient_norm_profile(params, np.array([[1.0]]), np.array([[2.0]]), "relu").tolist()
    [10.0, 2.0]
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    A, slopes = X, []
    for W, b in params[:-1]:
        Z = A @ W + b
        if activation == "relu":
            A, slope = np.maximum(Z, 0.0), (Z > 0).astype(float)
        elif activation == "tanh":
            A = np.tanh(Z)
            slope = 1 - A**2
        else:
            A = 0.5 + 0.5 * np.tanh(0.5 * Z)
            slope = A * (1 - A)
        slopes.append(slope)
    dZ = dY
    norms = [np.linalg.norm(dZ)]
    for (W, _), slope in zip(params[:0:-1], slopes[::-1], strict=True):
        dZ = (dZ @ W.T) * slope
        norms.append(np.linalg.norm(dZ))
    return np.array(norms[::-1])
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One layer back.** Z_{l+1} = f(Z_l) W_{l+1} + b_{l+1}, so ∂L/∂A_l = dZ_{l+1} W_{l+1}ᵀ, and dZ_l = dA_l ∘ f′(Z_l).
   The W of the first layer is not needed, as nobody asks for dX.

2. **A product of factors.** ‖dZ_l‖ ≤ ‖dZ_{l+1}‖ ‖W_{l+1}‖ max|f′|. For the sigmoid f′ ≤ ¼: with weights whose norm is
   below 4 the gradient shrinks in each layer, and over M layers geometrically. For tanh f′ ≤ 1, but is near 0 where
   units are saturated.

3. **ReLU.** f′ is 0 or 1. Half of the entries are lost, and He's weights of variance 2/n make up for it: the norms stay
   within a factor.

>>> rng = np.random.default_rng(0)
>>> X, dY, steps = rng.normal(size=(10, 60)), rng.normal(size=(10, 60)), {}
>>> for kind, scale in (("sigmoid", 1 / 60), ("relu", 2 / 60)):
...     params = [(rng.normal(scale=scale**0.5, size=(60, 60)), np.zeros(60)) for _ in range(10)]
...     norms = gradient_norm_profile(params, X, dY, kind)
...     steps[kind] = float((norms[0] / norms[-1]) ** (1 / 9))
>>> bool(steps["sigmoid"] < 0.3), bool(0.8 < steps["relu"] < 1.25)
(True, True)

   Nine layers of sigmoids leave less than a ten-thousandth of the gradient.

4. **What to do.** Weights of the right size, activations that don't saturate, normalisation in between, clipping where
   it explodes, and ways around layers.
"""
### END EXPLANATION

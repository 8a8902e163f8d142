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
    ### BEGIN SOLUTION
    inputs, slopes = [X], [np.ones_like(X)]
    for W, b in params[:-1]:
        A, slope = _activate(inputs[-1] @ W + b, activation)
        inputs.append(A)
        slopes.append(slope)
    W, b = params[-1]
    error = inputs[-1] @ W + b - Y
    dZ = error / error.size
    grads = []
    for A, slope, (W, _) in zip(reversed(inputs), reversed(slopes), reversed(params), strict=True):
        grads.append((A.T @ dZ, dZ.sum(axis=0)))
        dZ = (dZ @ W.T) * slope
    return float(0.5 * np.mean(error**2)), grads[::-1]


def _activate(Z: Array, activation: str) -> tuple[Array, Array]:
    """Return f(Z) and f′(Z)."""
    if activation == "relu":
        return np.maximum(Z, 0.0), (Z > 0).astype(float)
    if activation == "tanh":
        A = np.tanh(Z)
        return A, 1 - A**2
    A = 1 / (1 + np.exp(-Z))
    return A, A * (1 - A)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Forward, and keep what the way back needs.** Of each layer: its input A_{l−1}, for dW_l, and the slope f′(Z_{l−1})
   of the activation that made that input.

2. **Where the sweep begins.** L = 1/(N K) Σ ½ (Ŷ − Y)², and Ŷ = Z_M, so dZ_M = (Ŷ − Y) / (N K). The output layer has no
   activation, hence no slope.

3. **One layer.** Given dZ_l, as in a dense layer:

       dW_l = A_{l−1}ᵀ dZ_l,    db_l = Σ_n dZ_l[n],    dA_{l−1} = dZ_l W_lᵀ.

4. **One activation.** A_{l−1} = f(Z_{l−1}), entry by entry: dZ_{l−1} = dA_{l−1} ∘ f′(Z_{l−1}). Then go to step 3 with
   l − 1. At l = 1 there is nothing left to pass to.

5. **The W of the way forward.** dA uses W_l as it was. Updating W_l before dA is computed gives the gradient at a point
   where nobody was.

6. **What it costs.** Each layer has one product forward (A W) and two backward (Aᵀ dZ and dZ Wᵀ), all of the same size.
   Differences would need two ways forward for *each* parameter.

With numbers, as in the example: x = 1, z = 3, a = 3, ŷ = 11, y = 9. dZ₂ = 2, so dW₂ = 3 · 2 = 6 and db₂ = 2. Back
through W₂ = 5: dA₁ = 10; ReLU's slope at 3 is 1; dW₁ = 1 · 10 and db₁ = 10. If z had been −3, ReLU would have let
nothing back:

>>> params = [(np.array([[-2.0]]), np.array([-1.0])), (np.array([[5.0]]), np.array([-4.0]))]
>>> _, [(dW1, db1), (dW2, db2)] = backprop_mlp(params, np.array([[1.0]]), np.array([[9.0]]), "relu")
>>> dW1.item(), db1.item(), dW2.item(), db2.item()
(0.0, 0.0, 0.0, -13.0)
"""
### END EXPLANATION

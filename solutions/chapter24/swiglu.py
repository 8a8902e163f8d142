"""A layer with a gate: SwiGLU, forward and backward.

Between two attentions, each token goes through a small network of its own. In the first transformers it was a dense
layer, ReLU, and a dense layer. Most models today have three matrices: one opens a gate, one makes what goes through it,
and one leads back:

    Z = X W,    Y = (silu(Z) ∘ X V) U,    silu(z) = z σ(z),    σ(z) = 1 / (1 + e^(−z)),

with ∘ entry by entry. The rows of X (M, D) are tokens; W and V are (D, h), U is (h, D), and there are no biases.

* W belongs to the gate, the one with silu; V to what is gated. They can't be exchanged.
* Z may be in the thousands, of either sign: σ is then 0 or 1 to all digits, and nothing is NaN.

Write both ways. Backward, given dY = ∂L/∂Y (M, D), return dX, dW, dV and dU, in this order, in the shapes of X, W, V
and U. There is no memory of the way forward: compute it again. Sums go over the tokens; nothing is averaged.

References
----------
Shazeer, GLU Variants Improve Transformer (2020), equation 6. Touvron et al., LLaMA: Open and Efficient Foundation
Language Models (2023).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def swiglu_forward(X: Array, W: Array, V: Array, U: Array) -> Array:
    """Return what comes out for each token.

    Parameters
    ----------
    X : (M, D)
        A token in each row.
    W : (D, h)
        Weights of the gate.
    V : (D, h)
        Weights of what is gated.
    U : (h, D)
        Weights of the way back.

    Returns
    -------
    Y : (M, D)

    Examples
    --------
    With z = log 3, σ(z) = 3/4, so that silu is 0.824; what goes through is 2, and U doubles it:

    >>> one = np.ones((1, 1))
    >>> swiglu_forward(one, np.log(3.0) * one, 2.0 * one, 2.0 * one).round(4).tolist()
    [[3.2958]]
    """
    ### BEGIN SOLUTION
    Z = X @ W
    small = np.exp(-np.abs(Z))
    sigma = np.where(Z >= 0.0, 1.0, small) / (1.0 + small)
    Y: Array = (Z * sigma * (X @ V)) @ U
    return Y
    ### END SOLUTION


def swiglu_backward(dY: Array, X: Array, W: Array, V: Array, U: Array) -> tuple[Array, Array, Array, Array]:
    """Return the gradients of the loss with respect to the tokens and to all three matrices.

    Parameters
    ----------
    dY : (M, D)
        ∂L/∂Y.
    X : (M, D)
        A token in each row.
    W, V : (D, h)
        Weights of the gate, and of what is gated.
    U : (h, D)
        Weights of the way back.

    Returns
    -------
    dX : (M, D)
    dW, dV : (D, h)
    dU : (h, D)

    Examples
    --------
    Where z = 0 the gate is shut, and has the slope ½:

    >>> one, none = np.ones((1, 1)), np.zeros((1, 1))
    >>> dX, dW, dV, dU = swiglu_backward(one, 3.0 * one, none, 2.0 * one, 5.0 * one)
    >>> dX.tolist(), dW.tolist(), dV.tolist(), dU.tolist()
    ([[0.0]], [[45.0]], [[0.0]], [[0.0]])
    """
    ### BEGIN SOLUTION
    Z, through = X @ W, X @ V
    small = np.exp(-np.abs(Z))
    sigma = np.where(Z > 0.0, 1.0, small) / (1.0 + small)
    gate = Z * sigma
    dG = dY @ U.T
    dZ = dG * through * (sigma + gate * (1.0 - sigma))
    d_through = dG * gate
    return dZ @ W.T + d_through @ V.T, X.T @ dZ, X.T @ d_through, (gate * through).T @ dY
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A gate.** silu(z) is nearly z for large z, and nearly 0 for small ones: each of the h entries of X V is let
   through, or not, by another linear function of the same token. The product of two linear functions is something that
   a layer with ReLU can only put together from many pieces.

2. **σ without overflow.** e^(−z) overflows at z = −1000. With e = e^(−|z|), which lies between 0 and 1, σ(z) is
   1/(1 + e) for z ≥ 0, and e/(1 + e) for z < 0.

3. **The slope of silu.** By the product rule, with σ′ = σ (1 − σ),

       silu′(z) = σ(z) + z σ(z) (1 − σ(z)).

   It is ½ at 0, 1 far to the right, 0 far to the left, and negative in between, below z = −1.28.

4. **The way back.** Let G = silu(Z) ∘ P with P = X V. Then Y = G U gives dU = Gᵀ dY and dG = dY Uᵀ. A product hands on
   to each factor what it got, times the other: dP = dG ∘ silu(Z), and dZ = dG ∘ P ∘ silu′(Z). Both are dense layers of
   the same X: dW = Xᵀ dZ, dV = Xᵀ dP, and dX = dZ Wᵀ + dP Vᵀ, the sum over both ways.

5. **Shut is not dead.** At z = 0 nothing goes through, and so U and V learn nothing there. The gate itself has a slope,
   and hears the whole of P.

In the example x = 3, z = 0 and p = 6. dG = 5, dZ = 5 · 6 · ½ = 15, and dW = 3 · 15 = 45. A gate that is wide open or
wide shut:

>>> one = np.ones((1, 1))
>>> [swiglu_forward(one, z * one, one, one).tolist() for z in (1000.0, -1000.0)]
[[[1000.0]], [[0.0]]]
>>> [swiglu_backward(one, one, z * one, one, one)[1].tolist() for z in (1000.0, -1000.0)]
[[[1.0]], [[0.0]]]
"""
### END EXPLANATION

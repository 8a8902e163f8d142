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
    raise NotImplementedError


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
    raise NotImplementedError

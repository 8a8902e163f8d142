"""Backward pass of an activation.

On the way forward an activation f turned the pre-activations Z (N, K) into A = f(Z), entry by entry. On the way back it
is told how the loss reacts to each entry of A, dA = ∂L/∂A, and hands on how the loss reacts to Z.

Three activations are asked for, by name:

* "relu": f(z) = max(0, z). It has no derivative at 0; here f′(0) = 0.
* "sigmoid": f(z) = 1 / (1 + e⁻ᶻ).
* "tanh": f(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ).

Any other name is an error. Z may be as large as it likes: where a sigmoid or a tanh is saturated its slope is 0 to all
its digits, and dZ is 0 there, never NaN. (A warning of NumPy's about overflow costs nothing.)

References
----------
Kneusel, Math for Deep Learning, chapter 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 5.3
and 5.4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def activation_backward(dA: Array, Z: Array, kind: str) -> Array:
    """Return the gradient of L with respect to Z, where A = f(Z).

    Parameters
    ----------
    dA : (N, K)
        ∂L/∂A.
    Z : (N, K)
        The pre-activations that went forward.
    kind : {"relu", "sigmoid", "tanh"}
        Which f.

    Returns
    -------
    dZ : (N, K)

    Raises
    ------
    ValueError
        If `kind` is none of the three.

    Examples
    --------
    ReLU hands dA on where Z is above 0, and nowhere else. At 0 the slope of σ is 1/4 and that of tanh is 1.

    >>> activation_backward(np.array([[5.0, 7.0]]), np.array([[-2.0, 3.0]]), "relu").tolist()
    [[0.0, 7.0]]
    >>> activation_backward(np.array([[8.0]]), np.array([[0.0]]), "sigmoid").tolist()
    [[2.0]]
    >>> activation_backward(np.array([[8.0]]), np.array([[0.0]]), "tanh").tolist()
    [[8.0]]
    """
    raise NotImplementedError

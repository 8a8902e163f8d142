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
    ### BEGIN SOLUTION
    match kind:
        case "relu":
            return np.where(Z > 0, dA, 0.0)
        case "sigmoid":
            A = 1 / (1 + np.exp(-Z))
            return dA * A * (1.0 - A)
        case "tanh":
            return dA * (1.0 - np.tanh(Z) ** 2)
    raise ValueError(f"no activation is called {kind!r}")
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One entry, one path.** A[n, k] = f(Z[n, k]) depends on one entry of Z alone. So the chain rule has a single term,

       ∂L/∂Z[n, k] = ∂L/∂A[n, k] · f′(Z[n, k]),

   and dZ is a product entry by entry, not a matrix product.

2. **Three slopes.**

   - ReLU: 1 where z > 0, else 0, also at 0. It lets dA through, or not.
   - Sigmoid: σ′ = σ (1 − σ), at most 1/4.
   - tanh: tanh′ = 1 − tanh², at most 1.

   The last one follows from the quotient rule: with s = sinh and c = cosh, (s/c)′ = (c² − s²)/c² = 1 − (s/c)².

3. **Slopes are taken at Z.** f′(A) is the slope at another place. For the sigmoid and tanh the slope can be *written*
   with A, as A (1 − A) and 1 − A²; for ReLU, A > 0 and Z > 0 are the same.

>>> Z, dA = np.array([[-2.0, 0.0, 3.0]]), np.array([[5.0, 6.0, 7.0]])
>>> activation_backward(dA, Z, "relu").tolist()
[[0.0, 0.0, 7.0]]
>>> activation_backward(dA, np.zeros((1, 3)), "sigmoid").tolist()
[[1.25, 1.5, 1.75]]

4. **Saturation.** At z = 800 the sigmoid is 1 to all digits, and A (1 − A) is 0. The form e⁻ᶻ/(1 + e⁻ᶻ)² is ∞/∞ = NaN
   at z = −800. Written with A, nothing goes wrong on either side.

5. **tanh and sigmoid are relatives**: tanh(z) = 2 σ(2z) − 1, hence tanh′(z) = 4 σ′(2z).
"""
### END EXPLANATION

"""The slope of an activation, told from its value.

A backward pass needs the slope f′(z) of each activation. It need not keep z for that: for the usual activations the
slope can be written with the value A = f(z) alone, which the next layer has to keep anyway. So half of the memory is
saved. Given is A, not z. Five activations are asked for, by name:

* "sigmoid": f(z) = 1 / (1 + e⁻ᶻ), with values between 0 and 1.
* "tanh": f(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ), with values between −1 and 1.
* "relu": f(z) = max(0, z). Where A is 0, the slope is 0.
* "softplus": f(z) = log(1 + eᶻ), with positive values.
* "elu": f(z) = z for z > 0, and eᶻ − 1 otherwise, with values above −1.

Any other name is an error. A may lie as near to the ends of its range as it likes, and slopes keep their digits there:
a softplus whose value is 10⁻¹² has a slope of about 10⁻¹², to ten digits and more, and that of a saturated sigmoid,
A = 0 or A = 1, is 0.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 3.1 and 5.3. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def activation_derivatives(A: Array, kind: str) -> Array:
    """Return f′(z) for each entry of A = f(z).

    Parameters
    ----------
    A : array of any shape, float64
        Values of f. Leave it as it is.
    kind : {"sigmoid", "tanh", "relu", "softplus", "elu"}
        Which f.

    Returns
    -------
    slopes : same shape as A, float64

    Raises
    ------
    ValueError
        If `kind` is none of the five.

    Examples
    --------
    At z = 0 the sigmoid has the value 1/2 and the slope 1/4; at z = −log 2, elu has the value −1/2 and the slope 1/2.

    >>> activation_derivatives(np.array([0.5]), "sigmoid").tolist()
    [0.25]
    >>> activation_derivatives(np.array([0.5, -0.5]), "tanh").tolist()
    [0.75, 0.75]
    >>> activation_derivatives(np.array([0.0, 3.0]), "relu").tolist()
    [0.0, 1.0]
    >>> activation_derivatives(np.array([3.0, -0.5]), "elu").tolist()
    [1.0, 0.5]
    """
    ### BEGIN SOLUTION
    match kind:
        case "sigmoid":
            return A * (1.0 - A)
        case "tanh":
            return 1.0 - A**2
        case "relu":
            return np.where(A > 0, 1.0, 0.0)
        case "softplus":
            return -np.expm1(-A)
        case "elu":
            return np.where(A > 0, 1.0, A + 1.0)
    raise ValueError(f"no activation is called {kind!r}")
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why the value is enough.** Where f is strictly increasing, A = f(z) determines z, and so f′(z). All that is left is
   to write f′(z) without z.

2. **Sigmoid.** With A = 1/(1 + e⁻ᶻ), the chain rule gives f′ = e⁻ᶻ/(1 + e⁻ᶻ)² = A · e⁻ᶻ/(1 + e⁻ᶻ) = A (1 − A).

3. **tanh.** By the quotient rule f′ = 1 − tanh² = 1 − A². The two are relatives: tanh(z) = 2 σ(2z) − 1, so
   tanh′(z) = 4 σ′(2z), and 4 · (1 + A)/2 · (1 − A)/2 = 1 − A² again.

4. **ReLU.** A > 0 just where z > 0: the slope is 1 there and 0 elsewhere.

5. **Softplus.** f′(z) = eᶻ/(1 + eᶻ) = 1 − 1/(1 + eᶻ), and 1 + eᶻ = e^A: so f′ = 1 − e^−A. For a small A this is the
   difference of two numbers that are nearly equal. `np.expm1` computes eˣ − 1 without that loss.

6. **ELU.** For z ≤ 0, f′ = eᶻ = (eᶻ − 1) + 1 = A + 1.

7. **The commonest mistake** is to apply f once more: σ(A) (1 − σ(A)) is the slope at another place, z = A.

At z = 1 the sigmoid is A = 0.731059, and its slope A (1 − A) = 0.196612:

>>> A = 1 / (1 + np.exp(-np.array([1.0])))
>>> activation_derivatives(A, "sigmoid").round(6).tolist()
[0.196612]
>>> twice = 1 / (1 + np.exp(-A))  # not the slope at z = 1
>>> (twice * (1 - twice)).round(6).tolist()
[0.219362]
>>> A = np.array([1e-10])
>>> f"{activation_derivatives(A, 'softplus').item():.8e}", f"{(1 - np.exp(-A)).item():.8e}"
('1.00000000e-10', '1.00000008e-10')
"""
### END EXPLANATION

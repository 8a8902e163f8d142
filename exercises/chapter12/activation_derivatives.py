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
    raise NotImplementedError

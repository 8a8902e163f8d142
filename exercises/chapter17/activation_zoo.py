"""Activations after ReLU.

ReLU is 0 for all negative numbers, with slope 0: a unit that is always there learns nothing any more. Six activations
that let something through, by name:

* "leaky_relu": z for z > 0, and 0.01 z otherwise.
* "elu": z for z > 0, and eᶻ − 1 otherwise (α = 1).
* "selu": λ z for z > 0, and λ α (eᶻ − 1) otherwise, with λ = 1.0507009873554805 and α = 1.6732632423543772, which keep
  mean 0 and variance 1 from layer to layer.
* "softplus": log(1 + eᶻ), a ReLU without its kink.
* "gelu": z Φ(z), where Φ(z) = ½ (1 + erf(z/√2)) is the normal distribution's cumulative probability. It is asked for
  exactly, not by its approximation with tanh, which is off by up to 4.7 · 10⁻⁴. NumPy has no erf: take math.erf (or
  math.erfc), entry by entry.
* "silu": z σ(z) with the sigmoid σ(z) = 1/(1 + e⁻ᶻ), also called swish.

Return f(z) for each entry, and in a second function the slope f′(z).

* At z = 0 leaky ReLU and SELU have a kink. There the slope is that of the left side: 0.01 and λ α.
* Z may be as large as it likes, of either sign. With z = 800, softplus is 800, and with z = −800 it is 0: nothing
  becomes ∞ or NaN. (A warning of NumPy's about overflow costs nothing.)
* Tiny results keep their digits: elu(−10⁻¹²) is −10⁻¹², softplus(−40), softplus′(−40) and elu′(−40) are 4.2 · 10⁻¹⁸.
  Of GELU this is asked near 0 alone: far to the left, ½ (1 + erf) is a difference, and may give 0.
* Any other name raises ValueError.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Clevert, Unterthiner, Hochreiter, ELU
(2015). Klambauer, Unterthiner, Mayr, Hochreiter, Self-Normalizing Neural Networks (2017). Hendrycks, Gimpel, GELU
(2016). Ramachandran, Zoph, Le, Searching for Activation Functions (2017).
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772


def activation(Z: Array, kind: str) -> Array:
    """Return f(z) for each entry of Z.

    Parameters
    ----------
    Z : array of any shape, float64
        Leave it as it is.
    kind : {"leaky_relu", "elu", "selu", "softplus", "gelu", "silu"}
        Which f.

    Returns
    -------
    A : same shape as Z, float64

    Raises
    ------
    ValueError
        If `kind` is none of the six.

    Examples
    --------
    At −log 2, eᶻ is ½. At log 3, σ is ¾.

    >>> activation(np.array([3.0, -2.0]), "leaky_relu").tolist()
    [3.0, -0.02]
    >>> activation(np.array([3.0, -np.log(2.0)]), "elu").round(6).tolist()
    [3.0, -0.5]
    >>> activation(np.array([0.0, 800.0]), "softplus").round(6).tolist()
    [0.693147, 800.0]
    >>> bool(np.isclose(activation(np.array([np.log(3.0)]), "silu")[0], 0.75 * np.log(3.0)))
    True
    """
    raise NotImplementedError


def activation_prime(Z: Array, kind: str) -> Array:
    """Return f′(z) for each entry of Z.

    Parameters
    ----------
    Z : array of any shape, float64
        Where the slope is taken. Leave it as it is.
    kind : {"leaky_relu", "elu", "selu", "softplus", "gelu", "silu"}
        Which f.

    Returns
    -------
    slopes : same shape as Z, float64

    Raises
    ------
    ValueError
        If `kind` is none of the six.

    Examples
    --------
    At 0, σ and Φ are ½, and so are the slopes of softplus, GELU and SiLU.

    >>> activation_prime(np.array([3.0, 0.0, -2.0]), "leaky_relu").tolist()
    [1.0, 0.01, 0.01]
    >>> activation_prime(np.array([3.0, -np.log(2.0)]), "elu").round(6).tolist()
    [1.0, 0.5]
    >>> [activation_prime(np.array([0.0]), kind).tolist() for kind in ("softplus", "gelu", "silu")]
    [[0.5], [0.5], [0.5]]
    """
    raise NotImplementedError

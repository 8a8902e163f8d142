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
    ### BEGIN SOLUTION
    match kind:
        case "leaky_relu":
            return np.where(Z > 0, Z, 0.01 * Z)
        case "elu":
            return np.where(Z > 0, Z, np.expm1(Z))
        case "selu":
            return SELU_SCALE * np.where(Z > 0, Z, SELU_ALPHA * np.expm1(Z))
        case "softplus":
            return np.logaddexp(0.0, Z)
        case "gelu":
            Phi: Array = np.array([0.5 * math.erfc(-z / math.sqrt(2.0)) for z in Z.flat]).reshape(Z.shape)
            return Z * Phi
        case "silu":
            return Z * (1 / (1 + np.exp(-Z)))
    raise ValueError(f"no activation is called {kind!r}")
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    match kind:
        case "leaky_relu":
            return np.where(Z > 0, 1.0, 0.01)
        case "elu":
            return np.where(Z > 0, 1.0, np.exp(Z))
        case "selu":
            return SELU_SCALE * np.where(Z > 0, 1.0, SELU_ALPHA * np.exp(Z))
        case "softplus":
            return 1 / (1 + np.exp(-Z))
        case "gelu":
            Phi = np.array([0.5 * math.erfc(-z / math.sqrt(2.0)) for z in Z.flat]).reshape(Z.shape)
            return Phi + Z * np.exp(-0.5 * Z**2) / math.sqrt(2 * math.pi)
        case "silu":
            s = 1 / (1 + np.exp(-Z))
            return s * (1 + Z * (1 - s))
    raise ValueError(f"no activation is called {kind!r}")
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Left and right.** Leaky ReLU, ELU and SELU are two formulas each; `np.where` takes one or the other, entry by
   entry. The slope of eᶻ − 1 is eᶻ, and that of a line its factor. ELU's two slopes meet at 0: e⁰ = 1. SELU's don't:
   λ α = 1.758 on the left, λ = 1.051 on the right; λ belongs to both sides.

2. **Digits.** For a small z, eᶻ is 1 + z, of which subtracting 1 leaves few digits. `np.expm1` has them all:

>>> z = np.array([-1e-12])
>>> f"{activation(z, 'elu').item():.8e}", f"{(np.exp(z) - 1).item():.8e}"
('-1.00000000e-12', '-9.99977878e-13')

3. **Softplus.** Its slope is eᶻ/(1 + eᶻ) = σ(z). For large z, eᶻ overflows, though softplus is just z; for z = −40,
   1 + eᶻ is 1, and its logarithm 0. log(1 + eᶻ) = max(z, 0) + log1p(e^−|z|) has neither problem, and is
   `np.logaddexp(0, z)`.

>>> [f"{a:.3g}" for a in activation(np.array([800.0, -40.0, -800.0]), "softplus")]
['800', '4.25e-18', '0']

4. **GELU.** By the product rule f′ = Φ + z Φ′, and Φ′ is the normal density φ(z) = e^(−z²/2)/√(2π). Value and slope
   have to be of the same function: the slope of the approximation with tanh differs by up to 8.7 · 10⁻⁴.

5. **SiLU.** σ′ = σ (1 − σ), so f′ = σ + z σ (1 − σ) = σ (1 + z (1 − σ)). It is not σ alone: for z < −1.278 it is
   negative.

6. **What three of them share.** Φ(−z) = 1 − Φ(z), and so for σ. Hence z Φ(z) − (−z) Φ(−z) = z: GELU, SiLU and softplus
   all satisfy f(z) − f(−z) = z, as ReLU does. Differentiated, f′(z) + f′(−z) = 1.

>>> z = np.array([1.0, 2.5])
>>> for kind in ("softplus", "gelu", "silu"):
...     odd = activation(z, kind) - activation(-z, kind)
...     print(odd.round(9).tolist(), activation_prime(z, kind).round(4).tolist())
[1.0, 2.5] [0.7311, 0.9241]
[1.0, 2.5] [1.0833, 1.0376]
[1.0, 2.5] [0.9277, 1.0994]

   With z = 1: Φ = 0.8413, φ = 0.2420, GELU′ = 1.0833; σ = 0.7311, SiLU′ = 0.7311 · (1 + 0.2689) = 0.9277. Slopes may be
   above 1.
"""
### END EXPLANATION

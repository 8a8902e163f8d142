"""Drawing a class so that gradients go through.

A class is to be drawn with the probabilities softmax(z). No gradient goes through a draw. The Gumbel trick first makes
it a maximum: with independent u[k], uniform on (0, 1), and

    g[k] = −log(−log u[k]),

the class with the largest z[k] + g[k] has exactly the distribution softmax(z). Then the maximum is softened:

    y = softmax((z + g) / τ).

For τ → 0, y becomes one-hot: the class that was drawn. For a larger τ it is a mixture, and has a gradient with respect
to z. Given dY, the gradient of some loss with respect to Y, return Y and dZ, that with respect to Z, for the noise that
was drawn.

* Z and dY are (N, K). Each entry has its own noise: U = rng.random(Z.shape), in one call, and no other number is drawn.
* The temperature τ > 0 divides the sum of logits and noise. It may be small, 0.001, and logits may be thousands: Y is a
  number in [0, 1] still.
* N, K ≥ 1. float64. That rng.random gives exactly 0 happens once in 2⁵³ draws; it is not tried.

References
----------
Jang, Gu, Poole, Categorical reparameterization with Gumbel-softmax (2017). Maddison, Mnih, Teh, The concrete
distribution (2017).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gumbel_softmax(Z: Array, dY: Array, tau: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return softened draws from softmax(Z), and the gradient that goes back through them.

    Parameters
    ----------
    Z : (N, K)
        Logits.
    dY : (N, K)
        ∂L/∂Y.
    tau : float
        Temperature, > 0.
    rng : numpy.random.Generator
        Gives rng.random(Z.shape).

    Returns
    -------
    Y : (N, K)
        Softened draws, each row sums to 1.
    dZ : (N, K)
        ∂L/∂Z.

    Examples
    --------
    One class: it is drawn, and no logit changes that.

    >>> Y, dZ = gumbel_softmax(np.array([[3.0]]), np.array([[1.0]]), 0.5, np.random.default_rng(0))
    >>> Y.tolist(), dZ.tolist()
    ([[1.0]], [[0.0]])

    The generator of seed 0 begins with 0.637 and 0.270, so the noise is 0.797 and −0.269; with equal logits and τ = 1,
    y is softmax of that:

    >>> Y, dZ = gumbel_softmax(np.zeros((1, 2)), np.array([[1.0, 0.0]]), 1.0, np.random.default_rng(0))
    >>> Y.round(3).tolist(), dZ.round(3).tolist()
    ([[0.744, 0.256]], [[0.191, -0.191]])
    """
    ### BEGIN SOLUTION
    G = -np.log(-np.log(rng.random(Z.shape)))
    S = (Z + G) / tau
    E = np.exp(S - S.max(axis=1, keepdims=True))
    Y = E / E.sum(axis=1, keepdims=True)
    dZ = Y * (dY - np.sum(dY * Y, axis=1, keepdims=True)) / tau
    return Y, dZ
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Exponential races.** −log u is an exponential waiting time. t[k] = −log u[k] / e^{z[k]} is one with the rate
   e^{z[k]}. In a race, k is first with the probability e^{z[k]} / Σ e^{z[j]}: its share of the rates, which is softmax.
   And −log t[k] = z[k] − log(−log u[k]) = z[k] + g[k], so the first in the race has the largest z + g.

>>> rng, z = np.random.default_rng(1), np.log([0.5, 0.3, 0.2])
>>> drawn = (z - np.log(-np.log(rng.random((10000, 3))))).argmax(axis=1)
>>> (np.bincount(drawn) / 10000).round(2).tolist()
[0.5, 0.3, 0.2]

2. **Both signs matter.** log u is negative, so −log u is positive and has a logarithm. −log(−log u) is skewed to the
   right. With its sign turned, or with normal noise, the largest sum has another distribution.

3. **Softened.** Dividing by τ changes no order: the largest entry of y is the class that was drawn, for every τ. Only
   how much larger it is changes.

4. **The gradient.** The noise is a constant; only z moves. y = softmax(s) has ∂y[i]/∂s[k] = y[i] (δ_ik − y[k]), so
   Σ_i dY[i] ∂y[i]/∂s[k] = y[k] (dY[k] − Σ_i dY[i] y[i]), and s = (z + g) / τ brings 1/τ. Rows of dZ sum to 0.

5. **What τ costs.** A small τ gives y that is nearly one-hot, as it should be, and gradients that are nearly always 0
   and seldom huge: much variance. A large τ gives smooth gradients of something that is no draw any more: bias.

6. **Overflow.** With τ = 0.001, s may be 5000: take off each row's maximum.
"""
### END EXPLANATION

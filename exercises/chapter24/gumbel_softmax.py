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
    raise NotImplementedError

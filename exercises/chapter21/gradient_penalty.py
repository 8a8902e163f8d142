"""Keeping a critic from being too steep.

A critic f scores samples, high for real and low for made ones. As a measure of distance its scores are worth something
only if f is nowhere steeper than 1. So its training adds a penalty on slopes that are not 1, at points between real and
made samples: for each of N pairs, at

    x̂[n] = u[n] · real[n] + (1 − u[n]) · fake[n],

the gradient of f with respect to x̂ is taken, and the penalty is

    lam · mean over n of (‖∇f(x̂[n])‖ − 1)².

Return it.

* critic_grad is a function: given points (K, D), it returns the gradient of f at each of them, (K, D), for any K.
* u (N,) holds one number for each pair, from 0 to 1: u = 1 is the real sample, u = 0 the one that was made. All D
  coordinates of a pair go the same share of the way.
* ‖·‖ is the Euclidean length of one sample's gradient. A slope below 1 is punished as one above it.
* A critic may be as flat or as steep as it likes: nothing is cut off, and nothing is added below a root.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.3. Gulrajani, Ahmed, Arjovsky, Dumoulin,
Courville, Improved Training of Wasserstein GANs (2017), section 4.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gradient_penalty(critic_grad: Callable[[Array], Array], real: Array, fake: Array, u: Array, lam: float) -> float:
    """Return the penalty on slopes of a critic that are not 1.

    Parameters
    ----------
    critic_grad : callable
        Gradients of the critic: (K, D) float64 to (K, D) float64, row by row.
    real : (N, D) float64
        Real samples.
    fake : (N, D) float64
        Samples that were made, one for each real one.
    u : (N,) float64
        Shares of the way, from the made sample to the real one.
    lam : float
        Weight of the penalty, > 0.

    Returns
    -------
    penalty : float

    Examples
    --------
    f(x) = ½ ‖x‖² has the gradient x. A quarter of the way from (0, 0) to (12, 16) is (3, 4), of length 5: 10 · 4².

    >>> real, fake = np.array([[12.0, 16.0]]), np.array([[0.0, 0.0]])
    >>> round(float(gradient_penalty(lambda X: X, real, fake, np.array([0.25]), 10.0)), 6)
    160.0
    """
    raise NotImplementedError

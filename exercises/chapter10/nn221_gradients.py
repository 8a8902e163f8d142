"""Backpropagation by hand in a network of nine parameters.

The network has two inputs, two hidden neurons with σ(z) = 1 / (1 + e⁻ᶻ), and one output without activation:

    z0 = w0 x0 + w2 x1 + b0     a0 = σ(z0)
    z1 = w1 x0 + w3 x1 + b1     a1 = σ(z1)
    f  = w4 a0 + w5 a1 + b2

On a batch of N samples with targets y, it pays the mean of the halved squares of its errors,

    L = 1/N Σ_n ½ (f_n − y_n)²

Walk back from L with the chain rule, once for each of the nine parameters, and return all nine partial derivatives.
They are derivatives of this L, so what the samples say is averaged, as in L.

References
----------
Kneusel, Math for Deep Learning, chapter 10. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def nn221_gradients(net: Mapping[str, float], X: Array, y: Array) -> dict[str, float]:
    """Return ∂L/∂p for each parameter p of the network.

    Parameters
    ----------
    net : dict of float
        The weights "w0" to "w5" and the biases "b0", "b1" and "b2".
    X : (N, 2)
        A batch.
    y : (N,)
        What the network should answer.

    Returns
    -------
    partials : dict of float
        One number for each parameter, under the same names.

    Examples
    --------
    All weights into the hidden neurons are 0, so a0 = a1 = 1/2 and σ′ = 1/4 in both; f = 1 + 2 = 3 is 1 too much.

    >>> net = {"w0": 0.0, "w1": 0.0, "w2": 0.0, "w3": 0.0, "w4": 2.0, "w5": 4.0, "b0": 0.0, "b1": 0.0, "b2": 0.0}
    >>> partials = nn221_gradients(net, np.array([[3.0, 5.0]]), np.array([2.0]))
    >>> [partials[name] for name in ("w0", "w1", "w2", "w3", "w4", "w5", "b0", "b1", "b2")]
    [1.5, 3.0, 2.5, 5.0, 0.5, 0.5, 0.5, 1.0, 1.0]
    """
    raise NotImplementedError

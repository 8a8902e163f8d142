"""He's initialisation.

ReLU sets half of its inputs to 0, and with them half of the second moment. With weights of variance 1/n_in each layer
would halve it, and after twenty layers a millionth would be left. He, Zhang, Ren and Sun double the variance instead:

    E W = 0,    Var W = 2 / n_in.

A leaky ReLU lets the share `slope` of negative inputs through, and their square keeps its part of the second moment:
Var W = 2 / ((1 + slope²) n_in). With slope = 0 this is ReLU, with slope = 1 no activation at all.

Return W (n_in, n_out), drawn from a normal distribution. So that two right answers train alike, how it is drawn is
settled: in one call of rng.normal, with the size (n_in, n_out).

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. He, Zhang, Ren, Sun, Delving Deep into
Rectifiers (2015), equation 15.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def he_init(n_in: int, n_out: int, slope: float, rng: np.random.Generator) -> Array:
    """Return initial weights of a dense layer that ReLU, or a leaky ReLU, comes before.

    Parameters
    ----------
    n_in, n_out : int
        Numbers of inputs and outputs.
    slope : float
        Slope of the activation for negative inputs: 0 for ReLU.
    rng : numpy.random.Generator
        Of which normal numbers are drawn, in one call, of size (n_in, n_out).

    Returns
    -------
    W : (n_in, n_out)
        float64.

    Examples
    --------
    With n_in = 2 the standard deviation is 1; with n_in = 8 it is a half:

    >>> W = he_init(2, 3, 0.0, np.random.default_rng(0))
    >>> bool(np.allclose(W, np.random.default_rng(0).normal(size=(2, 3))))
    True
    >>> W = he_init(8, 1, 0.0, np.random.default_rng(0))
    >>> bool(np.allclose(2 * W, np.random.default_rng(0).normal(size=(8, 1))))
    True
    """
    raise NotImplementedError

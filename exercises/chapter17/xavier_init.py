"""Xavier's initialisation.

How large should the weights of a layer be at the start? A sum of n_in products has n_in times the variance of one, so
that weights of variance 1/n_in keep the variance of what passes forward, and for the same reason 1/n_out keeps that of
the gradients on their way back. Glorot and Bengio (Xavier Glorot gave his name to it) take the mean of n_in and n_out:

    E W = 0,    Var W = 2 / (n_in + n_out).

Return a matrix W (n_in, n_out) of independent entries with this mean and variance, drawn from rng:

* kind "normal": each entry is normal.
* kind "uniform": each entry is uniform between −a and a; which a has this variance?
* Any other kind raises ValueError.
* Chance comes from rng alone.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Glorot, Bengio, Understanding the
Difficulty of Training Deep Feedforward Neural Networks (2010), equation 16.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def xavier_init(n_in: int, n_out: int, kind: str, rng: np.random.Generator) -> Array:
    """Return initial weights of a dense layer.

    Parameters
    ----------
    n_in, n_out : int
        Numbers of inputs and outputs.
    kind : {"normal", "uniform"}
    rng : numpy.random.Generator

    Returns
    -------
    W : (n_in, n_out)
        float64.

    Raises
    ------
    ValueError
        If kind is neither of the two.

    Examples
    --------
    >>> W = xavier_init(2, 3, "uniform", np.random.default_rng(0))
    >>> W.shape, bool(np.abs(W).max() < np.sqrt(6 / 5))
    ((2, 3), True)
    """
    raise NotImplementedError

"""Corruption for a denoising autoencoder.

An autoencoder with a long code learns to copy, which teaches it nothing. A denoising one is handed a sample that is
spoilt, and has to say what it was before: that can't be done by copying, only by knowing what samples are like.

Spoil a table of samples in one of two ways:

    "mask":   each entry, by itself, becomes 0 with the probability `level`, and stays as it is otherwise;
    "gauss":  to each entry, independently, a normal number of mean 0 and standard deviation `level` is added.

* Entries that stay are not rescaled (as dropout would do).
* 0 ≤ level < 1 for "mask", and level ≥ 0 for "gauss"; with level 0 nothing is changed. Other levels, and other kinds,
  raise ValueError.
* The result is a new array of floats: X is needed unspoilt, as the target.
* Chance comes from rng alone: a Generator in the same state gives the same result, and as it moves on, another. How it
  is used is left to you.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 3, on denoising autoencoders. Vincent et
al., Extracting and composing robust features with denoising autoencoders (2008).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def denoising_corruption(X: Floats, kind: str, level: float, rng: np.random.Generator) -> Floats:
    """Return a spoilt copy of a table of samples.

    Parameters
    ----------
    X : (N, D)
        Samples as rows.
    kind : str
        "mask" or "gauss".
    level : float
        The probability to be masked, or the standard deviation of the noise.
    rng : numpy.random.Generator

    Returns
    -------
    noisy : (N, D)

    Raises
    ------
    ValueError
        If the kind is none of these, or the level is not in its range.

    Examples
    --------
    >>> X = np.ones((2, 3))
    >>> noisy = denoising_corruption(X, "mask", 0.5, np.random.default_rng(0))
    >>> noisy.shape, sorted(set(noisy.ravel().tolist()))
    ((2, 3), [0.0, 1.0])
    >>> denoising_corruption(X, "gauss", 0.0, np.random.default_rng(0)).tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """
    raise NotImplementedError

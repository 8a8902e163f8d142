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
    ### BEGIN SOLUTION
    if kind == "mask" and 0 <= level < 1:
        return np.where(rng.random(X.shape) < level, 0.0, X)
    if kind == "gauss" and level >= 0:
        return rng.normal(X, level)
    raise ValueError(f"there is no corruption {kind!r} of level {level}")
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A coin for each entry.** rng.random gives numbers that are uniform on [0, 1): one is below `level` with the
   probability `level`. As each entry has its own, the number of zeros in a row is binomial: it varies, with the
   variance D · level (1 − level). A mask for whole rows has the same share of zeros on average, and leaves nothing to
   guess from.

2. **Not exactly so many.** To choose exactly level · D entries is another corruption. The share of zeros then does not
   vary, and what is masked in one place says something about the others.

3. **Standard deviation.** level times a standard normal number has the standard deviation |level| and the variance
   level². Two noises in a row add their variances, not their levels.

>>> X = np.zeros((400, 500))
>>> noisy = denoising_corruption(X, "gauss", 0.3, np.random.default_rng(0))
>>> round(float(noisy.std()), 2), round(float(noisy.var()), 2)
(0.3, 0.09)

4. **No rescaling.** Dropout divides what stays by 1 − p, so that sums keep their mean; it is part of a network that is
   switched off later. Here the spoilt sample is the input, and what is wanted is the whole one.

5. **The target stays clean.** The loss compares what comes out with X, not with what went in. If X were spoilt in
   place, the network would be taught to copy the noise.
"""
### END EXPLANATION

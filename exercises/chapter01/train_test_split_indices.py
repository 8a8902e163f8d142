"""Splitting data for training and test.

A network that is judged on the samples it was trained with is asked what it remembers, not what it has learnt. So some
samples, n_test of n, are set aside before training begins, and looked at only at the end. Which ones is left to chance:
data are often sorted, by class or by date, and then the last n_test samples are not like the others.

Every set of n_test samples is to be equally likely, all C(n, n_test) of them. It follows that every sample has the same
chance n_test / n to be set aside; but that alone is not enough. A block of neighbours that begins at a random place
gives every sample the same chance, too, and sets aside neighbours only.

Return indices, so that X[train], y[train] and X[test], y[test] are the two parts of the data.

* Together the two hold each index from 0 to n − 1 exactly once. `test` has n_test of them, `train` has n − n_test. In
  which order they stand in each is left to you.
* Neither part may be empty: n_test below 1, or n or more, raises ValueError.
* Chance comes from rng alone: a Generator in the same state gives the same split, and as it moves on, another.

References
----------
Kneusel, Math for Deep Learning, chapter 1. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 2.3.
"""

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def train_test_split_indices(n: int, n_test: int, rng: np.random.Generator) -> tuple[Indices, Indices]:
    """Return the indices 0 to n − 1 in two parts that are chosen at random.

    Parameters
    ----------
    n : int
        Number of samples.
    n_test : int
        How many of them are set aside.
    rng : numpy.random.Generator

    Returns
    -------
    train : (n − n_test,), integers
    test : (n_test,), integers

    Raises
    ------
    ValueError
        If n_test is less than 1, or not less than n.

    Examples
    --------
    >>> train, test = train_test_split_indices(5, 2, np.random.default_rng(0))
    >>> train.shape, test.shape
    ((3,), (2,))
    >>> sorted(train.tolist() + test.tolist())
    [0, 1, 2, 3, 4]
    """
    raise NotImplementedError

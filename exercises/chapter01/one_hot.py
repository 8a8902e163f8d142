"""One-hot vectors.

A class is a name, not a quantity: that "cat" is number 3 and "dog" number 1 does not make a cat three times a dog. So
before labels meet a network, each is turned into a vector that has one coordinate for each of the K classes: 1 at the
class, and 0 elsewhere. Label k becomes the k-th unit vector of ℝᴷ. N labels become the rows of a matrix,

    Y[n, k] = 1 if y[n] = k, and 0 otherwise.

As a probability, row n says: certainly class y[n]. All classes are equally far apart, and the column sums of Y are
the sizes of the classes.

Three conventions decide the answer.

* Classes are 0, …, K − 1, and K is `num_classes`. If that is None, the largest label is taken for the last class, so
  K is the largest label plus 1, whether or not the classes below it all occur.
* A label that is no class raises ValueError: one of K or more (for K = 0, that is any), or a negative one (which NumPy,
  asked to index with it, would count from the end without a word).
* Y is float64: it is going to be subtracted from probabilities.

There is at least one label.

References
----------
Kneusel, Math for Deep Learning, chapter 1.
"""

import numpy as np
from numpy.typing import NDArray


def one_hot(y: NDArray[np.int64], num_classes: int | None = None) -> NDArray[np.float64]:
    """Return the unit vectors that belong to labels, one a row.

    Parameters
    ----------
    y : (N,), integers
        Labels, at least one.
    num_classes : int, optional
        K, the number of classes; the largest label plus 1, if not given.

    Returns
    -------
    Y : (N, K), float64

    Raises
    ------
    ValueError
        If a label is negative, or K or more.

    Examples
    --------
    >>> one_hot(np.array([2, 0])).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    >>> one_hot(np.array([1, 0]), 4).tolist()
    [[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]
    """
    raise NotImplementedError

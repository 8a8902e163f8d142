"""Flattening, and back.

Between the convolutions of a network and its dense layers something has to give: the former hand on images with
channels, X (N, C, H, W), the latter want one row of numbers for each sample. Flattening writes the C H W numbers of
each sample into one row, and does nothing else. There is nothing to learn in such a layer, and everything to mix up.

The order is that of NumPy itself (C order): the last axis runs fastest. So a row begins with the first line of the
first channel, and the entry X[n, c, h, w] comes to stand in row n at

    (c H + h) W + w.

On the way back the rows become images again: unflatten undoes what flatten did, to the last bit.

* The batch axis stays as it is, also if there is one sample only.
* The order is one of indices; how the array happens to lie in memory has no say in it.
* What is returned may share memory with the argument; the argument itself is left as it was, with its shape.

References
----------
Kneusel, Math for Deep Learning, chapter 9. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 6.3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def flatten(X: Array) -> Array:
    """Return the samples of a batch as rows.

    Parameters
    ----------
    X : (N, C, H, W)

    Returns
    -------
    Y : (N, C·H·W)

    Examples
    --------
    One sample, two channels of one line each:

    >>> flatten(np.array([[[[1.0, 2.0]], [[3.0, 4.0]]]])).tolist()
    [[1.0, 2.0, 3.0, 4.0]]
    """
    raise NotImplementedError


def unflatten(Y: Array, shape: tuple[int, int, int]) -> Array:
    """Return the rows of a batch as images.

    Parameters
    ----------
    Y : (N, C·H·W)
    shape : (C, H, W)
        Of one sample.

    Returns
    -------
    X : (N, C, H, W)
        Such that flatten(X) is Y.

    Examples
    --------
    >>> unflatten(np.array([[1.0, 2.0, 3.0, 4.0]]), (2, 1, 2)).tolist()
    [[[[1.0, 2.0]], [[3.0, 4.0]]]]
    """
    raise NotImplementedError

"""A tensor, contracted with a vector.

A matrix times a vector sums over the one index that both share. A tensor of three axes can be summed with a vector over
any of them: here it is the one in the middle. With T (a, b, c) and v (b,),

    R[i, k] = Σ_j T[i, j, k] v[j],    R (a, c).

The axis that is summed over goes, the two others stay, and stay in their order. So a colour image (height, channels,
width) becomes a grey one, the weights v saying how much each colour counts; and attention weighs the values of a
sequence.

* Both other axes stay even if they are of length 1: R always has two axes.
* If v has not as many entries as the middle axis of T is long, raise ValueError, also if one of both is 1.
* R holds what sums of products are: integers (int64) if T and v both hold integers, float64 otherwise. Sums of integers
  fit into an int64, and are exact.

All sizes are 1 at least.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on tensors. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras,
chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64] | NDArray[np.int64]


def tensor_contraction(T: Numbers, v: Numbers) -> Numbers:
    """Return the sum of T over its middle axis, weighted with v.

    Parameters
    ----------
    T : (a, b, c), floats or integers
    v : (b,), floats or integers

    Returns
    -------
    R : (a, c), integers if both are, float64 otherwise

    Raises
    ------
    ValueError
        If v has not b entries.

    Examples
    --------
    One slice, (1, 2) and (3, 4) below it: 10 · 1 + 1 · 3 = 13, and 10 · 2 + 1 · 4 = 24.

    >>> tensor_contraction(np.array([[[1, 2], [3, 4]]]), np.array([10, 1])).tolist()
    [[13, 24]]
    """
    raise NotImplementedError

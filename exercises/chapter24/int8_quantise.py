"""Weights in eight bits.

A matrix of weights in eight-bit integers takes an eighth of the memory of float64, and products of integers are cheap.
Each column of W (D, K) gets a scale of its own, so that a column of small weights is not rounded away by a column of
large ones:

    scale[k] = max_d |W[d, k]| / 127,        Q[d, k] = W[d, k] / scale[k], rounded to the nearest integer.

Then W ≈ Q · scale, and no entry is off by more than scale[k] / 2.

1. `int8_quantise` returns Q and scale. Q holds integers from −127 to 127, and 0 stays 0. Halves are rounded to the even
   neighbour, as np.round does: 2.5 to 2, 3.5 to 4. A column of zeros has Q = 0, and the scale 1.
2. `int8_matmul` returns Y ≈ X W for X (N, D). Each **row** of X is quantised in the same way, with a scale of its own,
   and a row of zeros has the scale 1. The integers are multiplied and summed **as integers**, without loss, and only
   then come both scales:

       Y[n, k] = s[n] · scale[k] · Σ_d Qx[n, d] Q[d, k].

* Q may have any integer dtype that holds these numbers. But sums of products do not fit into eight bits: 127 · 127 is
  16129.
* X and W are float64, in any unit, and D ≥ 1. No quotient is within 10⁻⁹ of a half, unless it is a half exactly: then
  the scale is a power of 2.

References
----------
Dettmers et al., LLM.int8(): 8-bit matrix multiplication for transformers at scale (2022), section 2. Jacob et al.,
Quantization and training of neural networks for efficient integer-arithmetic-only inference (2018).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.integer]


def int8_quantise(W: Array) -> tuple[Integers, Array]:
    """Return the columns of a matrix as integers from −127 to 127, and their scales.

    Parameters
    ----------
    W : (D, K)

    Returns
    -------
    Q : (D, K), integers
    scale : (K,)
        W ≈ Q · scale.

    Examples
    --------
    The largest of the first column is 254, so its scale is 2; the second is zero.

    >>> Q, scale = int8_quantise(np.array([[254.0, 0.0], [-5.0, 0.0]]))
    >>> Q.tolist(), scale.tolist()
    ([[127, 0], [-2, 0]], [2.0, 1.0])
    """
    raise NotImplementedError


def int8_matmul(X: Array, Q: Integers, scale: Array) -> Array:
    """Return the product of X with a quantised matrix, computed in integers.

    Parameters
    ----------
    X : (N, D)
        Its rows are quantised here.
    Q : (D, K), int8
    scale : (K,)
        The matrix is Q · scale.

    Returns
    -------
    Y : (N, K)
        Near X (Q · scale).

    Examples
    --------
    (127, 50) has the scale 1, and 127 · 127 + 50 · (−2) = 16029; the matrix has the scale 2.

    >>> int8_matmul(np.array([[127.0, 50.0]]), np.array([[127], [-2]], dtype=np.int8), np.array([2.0])).tolist()
    [[32058.0]]
    """
    raise NotImplementedError

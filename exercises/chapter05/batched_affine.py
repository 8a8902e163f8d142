"""A batch through an affine map: the matrix product, not the entrywise one.

Two arrays of numbers have two products, and NumPy has a sign for each:

    X * W     the entrywise (Hadamard) product: entries of the same place, after broadcasting
    X @ W     the matrix product: rows of X meet columns of W, and are summed

An affine map takes a vector x of n entries to a vector y of m entries: y[j] = Σ_i x[i] W[i, j] + b[j], with weights
W (n, m) and a bias b (m,). Here a batch of B samples goes through it at once, X (B, n), one sample a row:

    Y = X W + b,    Y (B, m).

Broadcasting adds b to every row, which is what is wanted. It would do other things as well without a word: a column (m,
1) is added down the batch if B = m, a single number to everything.

* b is (m,). If its shape is anything else, raise ValueError: (m, 1), (1, m), (1,) and () as well, whatever B, n and m
  are.
* A batch of one sample keeps its axis: Y is (1, m).

X and W fit, and all arrays are float64. B, n and m are 1 at least.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on `*`, `dot` and `matmul`; chapter 9 on what such a map does in a network,
where it is called a dense layer.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def batched_affine(X: Array, W: Array, b: Array) -> Array:
    """Return X W + b, the batch after the affine map.

    Parameters
    ----------
    X : (B, n)
        The batch, one sample a row.
    W : (n, m)
        The weights, inputs first.
    b : (m,)
        The bias.

    Returns
    -------
    Y : (B, m)

    Raises
    ------
    ValueError
        If b has another shape than (m,).

    Examples
    --------
    1 · 3 + 2 · 4 + 10 = 21, and 0 · 3 + 1 · 4 + 10 = 14:

    >>> batched_affine(np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [4.0]]), np.array([10.0])).tolist()
    [[21.0], [14.0]]
    """
    raise NotImplementedError

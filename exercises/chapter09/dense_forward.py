"""Forward pass of a dense layer.

A dense layer has one weight for every pair of an input and an output. Output k of a sample x is the weighted sum of all
D inputs, plus a bias of its own:

    y[k] = x[0] W[0, k] + x[1] W[1, k] + … + x[D−1] W[D−1, k] + b[k].

A batch X (N, D) holds one sample a row. All N samples meet the same weights W (D, K) and the same bias b (K,), and none
of them takes notice of the others. Work out the outputs of the whole batch, one row for each sample, also if there is
one sample only.

Nothing is averaged, and there is no activation: that is a layer of its own.

References
----------
Kneusel, Math for Deep Learning, chapters 9 and 10. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
5.1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def dense_forward(X: Array, W: Array, b: Array) -> Array:
    """Return the outputs of a dense layer.

    Parameters
    ----------
    X : (N, D)
        The batch.
    W : (D, K)
        The weights.
    b : (K,)
        The bias.

    Returns
    -------
    Y : (N, K)

    Examples
    --------
    Two samples, two inputs, one output: 1·3 + 2·4 + 10 for the first, 0·3 + 1·4 + 10 for the second:

    >>> dense_forward(np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [4.0]]), np.array([10.0])).tolist()
    [[21.0], [14.0]]
    """
    raise NotImplementedError

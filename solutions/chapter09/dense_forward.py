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
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A sum that is a matrix product.** Entry (n, k) of X W is Σ_d X[n, d] W[d, k]: row n of X times column k of W. That
   is what the layer computes for sample n and output k, so Y = X W + b.

2. **Shapes decide the order.** (N, D) times (D, K) is (N, K). W X does not exist unless D, N and K happen to agree, and
   X Wᵀ would be right for weights that are stored as (K, D), one row for each output, as some libraries do.

3. **The bias is spread over the batch.** b (K,) is added to each row of (N, K): NumPy aligns shapes at the last axis.
   If N = K, b[:, None] fits as well and is wrong: it adds b[n] to sample n.

>>> Y, b = np.zeros((2, 2)), np.array([1.0, 2.0])
>>> (Y + b).tolist(), (Y + b[:, None]).tolist()
([[1.0, 2.0], [1.0, 2.0]], [[1.0, 1.0], [2.0, 2.0]])

4. **Affine, not linear.** Twice the input does not give twice the output, because of b. What is linear is the
   difference of two outputs: Y(X) − Y(X′) = (X − X′) W.

With numbers: x = (1, 2), w = (3, 4) and b = 10 give 1 · 3 + 2 · 4 + 10 = 21.
"""
### END EXPLANATION

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
    ### BEGIN SOLUTION
    if b.shape != (W.shape[1],):
        raise ValueError(f"b must have shape ({W.shape[1]},), not {b.shape}")
    return X @ W + b
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One sample.** y[j] is the inner product of x with column j of W, plus b[j]. With all samples as rows of X, entry
   (s, j) of X W is row s of X times column j of W: the same, for sample s.

2. **The shapes say it.** (B, n) @ (n, m) is (B, m): the inner size goes. `W @ X` does not exist, unless sizes happen to
   agree, and `X @ W.T` belongs to weights that are stored as (m, n).

3. **What `*` does.** It pairs entries, and stretches axes of length 1. For square X and W it gives an array of the
   right shape, and nothing but the values tell:

>>> X, W = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, 1.0], [4.0, 1.0]])
>>> (X @ W).tolist(), (X * W).tolist()
([[11.0, 3.0], [4.0, 1.0]], [[3.0, 2.0], [0.0, 1.0]])

   With one sample and n = m, `X * W` stretches the sample over all rows of W, and with one output W (n, 1) against
   X (B, n) works if B = n.

4. **What broadcasting does to b.** Shapes are lined up from the right: (m,) against (B, m) is added to each row. A
   column (m, 1) fits if B = m, and gives each sample a bias of its own:

>>> b = np.array([10.0, 20.0])
>>> (X @ W + b).tolist(), (X @ W + b[:, None]).tolist()
([[21.0, 23.0], [14.0, 21.0]], [[21.0, 13.0], [24.0, 21.0]])

   Nothing is raised. If B is not m, the same mistake raises an error, or for B = 1 makes (m, m) of (1, m). So it pays
   to ask once what shape b has.

5. **Affine, and not linear.** Y(0) is b, and what is linear is the rest: Y(X + X′) − b = (Y(X) − b) + (Y(X′) − b).

With numbers: x = (1, 2), w = (3, 4), b = 10 give 1 · 3 + 2 · 4 + 10 = 21.
"""
### END EXPLANATION

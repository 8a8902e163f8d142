"""Stacks of matrices, multiplied one by one.

Attention, recurrent layers and graphics multiply many small matrices at once. A stack A (B, n, k) holds B matrices of
shape (n, k), a stack C (B, k, m) as many of shape (k, m), and the result holds their products, matrix by matrix:

    Y[s, i, j] = Σ_t A[s, i, t] C[s, t, j],    Y (B, n, m).

The first axis counts. It is summed over nowhere, and matrix s of A meets matrix s of C and no other one.

* If one of the stacks holds a single matrix, (1, n, k) or (1, k, m), this one meets every matrix of the other stack.
* If the stacks differ in number and neither holds one, raise ValueError.
* If the inner sizes differ, raise ValueError, also if one of them is 1.

A and C have three axes, and are float64. All sizes are 1 at least.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on `dot` and `matmul` of more than two dimensions.
"""

import numpy as np
from numpy.typing import NDArray

Stack = NDArray[np.float64]


def batched_matmul(A: Stack, C: Stack) -> Stack:
    """Return the products of the matrices of two stacks.

    Parameters
    ----------
    A : (B, n, k) or (1, n, k)
    C : (B, k, m) or (1, k, m)

    Returns
    -------
    Y : (B, n, m)

    Raises
    ------
    ValueError
        If the stacks differ in number and neither holds a single matrix, or the inner sizes differ.

    Examples
    --------
    Two rows times two columns: 1 · 5 + 2 · 6 = 17, and 3 · 7 + 4 · 8 = 53.

    >>> A, C = np.array([[[1.0, 2.0]], [[3.0, 4.0]]]), np.array([[[5.0], [6.0]], [[7.0], [8.0]]])
    >>> batched_matmul(A, C).tolist()
    [[[17.0]], [[53.0]]]
    """
    raise NotImplementedError

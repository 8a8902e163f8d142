"""The Kronecker product.

The Kronecker product of A (m, n) and B (p, q) is a matrix of blocks: every entry of A is replaced by itself times all
of B,

            ⎡ A[0, 0] B   A[0, 1] B   … ⎤
    A ⊗ B = ⎢ A[1, 0] B   A[1, 1] B   … ⎥    (m p, n q).
            ⎣     …           …         ⎦

In indices: row i p + r and column j q + s hold A[i, j] B[r, s]. No sizes have to agree. It is what the outer product
is for matrices, and it writes the linear map X → A X B as a single matrix.

* The order counts: in A ⊗ B the blocks are copies of B.
* The result holds what products of an entry of A and an entry of B are: integers (int64) if both matrices hold
  integers, float64 otherwise. All products of integers fit into an int64, and are exact.

A and B have two axes, none of length 0.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on the Kronecker product. Van Loan, The ubiquitous Kronecker product, J.
Comput. Appl. Math. 123 (2000).
"""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64] | NDArray[np.int64]


def kronecker(A: Matrix, B: Matrix) -> Matrix:
    """Return the Kronecker product of two matrices.

    Parameters
    ----------
    A : (m, n), floats or integers
    B : (p, q), floats or integers

    Returns
    -------
    K : (m p, n q), integers if both are, float64 otherwise
        Block (i, j) is A[i, j] B.

    Examples
    --------
    >>> kronecker(np.array([[1, 10]]), np.array([[1, 2], [3, 4]])).tolist()
    [[1, 2, 10, 20], [3, 4, 30, 40]]
    """
    raise NotImplementedError

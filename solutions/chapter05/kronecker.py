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
    ### BEGIN SOLUTION
    (m, n), (p, q) = A.shape, B.shape
    products = A[:, np.newaxis, :, np.newaxis] * B[np.newaxis, :, np.newaxis, :]
    return products.reshape(m * p, n * q)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Four indices.** There are m n p q products A[i, j] B[r, s]. To be a matrix, two of the indices have to become rows
   and two columns: i and r go down, j and s go across, and within a block it is r and s that move.

2. **The order of axes decides.** reshape takes the last axis as the fastest, and joins axes that stand side by side. So
   the products have to be in the order (i, r, j, s) before (m, p, n, q) becomes (m p, n q). In the order (i, j, r, s),
   which np.multiply.outer makes, the same reshape scatters the blocks:

>>> A, B = np.array([[1, 10], [100, 1000]]), np.array([[1, 2], [3, 4]])
>>> kronecker(A, B).tolist()
[[1, 2, 10, 20], [3, 4, 30, 40], [100, 200, 1000, 2000], [300, 400, 3000, 4000]]
>>> np.multiply.outer(A, B).reshape(4, 4).tolist()
[[1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400], [1000, 2000, 3000, 4000]]

3. **A ⊗ B is not B ⊗ A.** They have the same shape and the same numbers, rows and columns in another order. Blocks of
   A, scaled by entries of B, are B ⊗ A.

>>> kronecker(B, A)[:2].tolist()
[[1, 10, 2, 20], [100, 1000, 200, 2000]]

4. **Mixed products.** Block (i, k) of (A ⊗ B)(C ⊗ D) is Σ_j A[i, j] B C[j, k] D = (A C)[i, k] B D. So

       (A ⊗ B)(C ⊗ D) = (A C) ⊗ (B D).

5. **A map as a matrix.** Let vec X stack the columns of X, one below the other. Then vec(A X B) = (Bᵀ ⊗ A) vec X:
   column j of A X B is A Σ_k X[:, k] B[k, j], and block (j, k) of the matrix is B[k, j] A.

>>> X = np.array([[1, 2], [3, 5]])
>>> (A @ X @ B).ravel(order="F").tolist(), (kronecker(B.T, A) @ X.ravel(order="F")).tolist()
([187, 18700, 270, 27000], [187, 18700, 270, 27000])

With numbers: A = (1, 10) and B = ((1, 2), (3, 4)) give B itself and, to the right of it, ten times B.
"""
### END EXPLANATION

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
    ### BEGIN SOLUTION
    if len(A) != len(C) and 1 not in (len(A), len(C)):
        raise ValueError(f"A holds {len(A)} matrices, and C {len(C)}")
    if A.shape[2] != C.shape[1]:
        raise ValueError(f"the inner sizes are {A.shape[2]} and {C.shape[1]}")
    Y: Stack = A @ C
    return Y
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The last two axes are the matrix.** `@` takes the last two axes for rows and columns, and everything before them
   for a stack: (B, n, k) @ (B, k, m) is (B, n, m). No loop is needed.

>>> A, C = np.arange(24.0).reshape(2, 3, 4), np.arange(40.0).reshape(2, 4, 5)
>>> (A @ C).shape, np.array_equal((A @ C)[1], A[1] @ C[1])
((2, 3, 5), True)

2. **np.dot does something else.** For two axes both are the same. For three, np.dot sums over the last axis of A and
   the last but one of C, and makes *every* pair of a matrix of A with a matrix of C: (B, n, B, m). What is wanted is
   the diagonal of that, B of B² products.

>>> every = np.dot(A, C)
>>> every.shape, np.array_equal(every[1, :, 1], A[1] @ C[1])
((2, 3, 2, 5), True)

3. **An index says what happens to its axis.** In einsum, "sit,stj->sij", s stands in both and in the result: it is kept
   and paired. t stands in both and not in the result: it is summed. Without the s in the result, "sit,stj->ij", the
   stack would be summed as well.

4. **One matrix for all.** Like anywhere in NumPy, an axis of length 1 is stretched: (1, n, k) @ (B, k, m) is (B, n, m).
   A loop over len(A) would stop after one. Only stack axes are stretched by `@`; einsum stretches the inner one, too,
   and finds a product where there is none:

>>> np.einsum("sit,stj->sij", np.ones((2, 3, 1)), np.ones((2, 4, 5))).shape
(2, 3, 5)

With numbers: (1, 2) meets (5, 6), 1 · 5 + 2 · 6 = 17; (3, 4) meets (7, 8), 3 · 7 + 4 · 8 = 53. (1, 2) never meets
(7, 8).
"""
### END EXPLANATION

"""The matrix product, from single numbers.

A matrix A (n, k) times a matrix B (k, m) is the matrix C (n, m) in which every row of A meets every column of B:

    C[i, j] = Σ_s A[i, s] B[s, j],    s = 0 … k − 1.

The inner sizes have to be the same, k and k; they go, and the outer ones stay. Nothing in a network is calculated as
often. Write it out once, with loops over single numbers, as if there were no `@`. (Checks look at shapes and values.
They can't tell what made them, and you learn nothing from `A @ B` here.)

* If the inner sizes differ, raise ValueError, also if one of them is 1.
* C holds what sums of such products are: integers (int64) if A and B both hold integers, float64 as soon as one of them
  holds floats, whichever it is. `np.result_type(A, B)` says so.
* For k = 0 there is nothing to add up: C is zero, of the same kind.

A and B have two axes. n and m are 1 at least, and integers are small.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on matrix multiplication.
"""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64] | NDArray[np.int64]


def matmul_loops(A: Matrix, B: Matrix) -> Matrix:
    """Return the product of two matrices.

    Parameters
    ----------
    A : (n, k), floats or integers
    B : (k, m), floats or integers

    Returns
    -------
    C : (n, m), integers if both are, float64 otherwise

    Raises
    ------
    ValueError
        If A has not as many columns as B has rows.

    Examples
    --------
    1 · 5 + 2 · 6 = 17 and 3 · 5 + 4 · 6 = 39:

    >>> matmul_loops(np.array([[1, 2], [3, 4]]), np.array([[5], [6]])).tolist()
    [[17], [39]]
    >>> matmul_loops(np.array([[1, 2]]), np.array([[0.5], [0.25]])).tolist()
    [[1.0]]
    """
    ### BEGIN SOLUTION
    (n, k), (rows, m) = A.shape, B.shape
    if k != rows:
        raise ValueError(f"A has {k} columns, and B has {rows} rows")
    C = np.zeros((n, m), dtype=np.result_type(A, B))
    for i in range(n):
        for j in range(m):
            for s in range(k):
                C[i, j] += A[i, s] * B[s, j]
    return C
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Where it comes from.** x goes through B first and through A then: z = A (B x). Entry s of B x is Σ_j B[s, j] x[j],
   so

       z[i] = Σ_s A[i, s] Σ_j B[s, j] x[j] = Σ_j ( Σ_s A[i, s] B[s, j] ) x[j].

   What stands in the brackets is the matrix that does both at once, C. That is why rows meet columns, and why the order
   counts: B A would do A first.

>>> A, B, x = np.array([[1, 2], [3, 4]]), np.array([[0, 1], [1, 0]]), np.array([[5], [6]])
>>> M = matmul_loops
>>> M(A, M(B, x)).tolist(), M(M(A, B), x).tolist(), M(M(B, A), x).tolist()
([[16], [38]], [[16], [38]], [[39], [17]])

2. **Three loops.** i and j go over the entries of C, n of one and m of the other; s goes over what is added up, k
   terms. Each has a range of its own. In square matrices all three are the same, and a wrong one is not seen.

3. **Start with 0, and add.** C[i, j] = A[i, s] B[s, j] without += keeps the last term only. And a sum without terms is
   0, so that k = 0 needs no rule of its own.

4. **A table has a type.** np.zeros((n, m), dtype=A.dtype) is a table of integers if A holds integers, and what is
   written to it is cut:

>>> C = np.zeros(2, dtype=np.int64)
>>> C[0] = 1.5
>>> C.tolist(), np.result_type(np.int64, np.float64).name
([1, 0], 'float64')

5. **The same numbers in other orders.** With s outermost, column s of A times row s of B is added to all of C at once:
   a matrix product is a sum of outer products. With i outermost, row i of C is the sum of the rows of B, weighted with
   row i of A.

>>> (np.outer([1, 3], [0, 1]) + np.outer([2, 4], [1, 0])).tolist(), M(A, B).tolist()
([[2, 1], [4, 3]], [[2, 1], [4, 3]])

With numbers: row (1, 2) and column (5, 6) make 1 · 5 + 2 · 6 = 17, row (3, 4) makes 3 · 5 + 4 · 6 = 39.
"""
### END EXPLANATION

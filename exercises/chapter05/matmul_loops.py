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
    raise NotImplementedError

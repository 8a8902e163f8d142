"""Powers of a matrix.

A square matrix can be multiplied with itself, as often as one likes:

    A⁰ = I,    Aᵏ = A A ⋯ A  (k factors).

The products are products of matrices, not of entries. What A does in one step, Aᵏ does in k: if A tells how a state
changes from one day to the next, then Aᵏ tells how it changes in k days.

* A⁰ is the identity, for every A, also for one that is singular.
* Of integers, the power is made of integers, exactly: all products here fit into an int64. Of floats it is float64.
* The result is an array of its own: A¹ is a copy of A.
* A negative k would need the inverse of A. It raises ValueError, also if A has one.

A is (n, n), n ≥ 1, and k is an int.

References
----------
Kneusel, Math for Deep Learning, chapter 6, on powers of square matrices.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[Any]


def matrix_power(A: Matrix, k: int) -> Matrix:
    """Return A multiplied with itself, k factors.

    Parameters
    ----------
    A : (n, n), floats or integers
    k : int
        How many factors.

    Returns
    -------
    P : (n, n), of A's kind of numbers

    Raises
    ------
    ValueError
        If k is negative.

    Examples
    --------
    The rows of [[1, 1], [1, 0]] meet its columns: 1·1 + 1·1 = 2, and so on.

    >>> matrix_power(np.array([[1, 1], [1, 0]]), 2).tolist()
    [[2, 1], [1, 1]]
    >>> matrix_power(np.array([[0.5, 2.0], [0.0, 0.5]]), 0).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    raise NotImplementedError

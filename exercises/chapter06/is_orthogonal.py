"""Orthogonal and unitary matrices.

The columns of Q are *orthonormal* if each has length 1 and any two are orthogonal to each other. All of that is said by

    Qᴴ Q = I,

for entry (i, j) of Qᴴ Q is the product of columns i and j. Qᴴ is the transpose with every entry conjugated; for real
matrices, just the transpose. A square real matrix of this kind is called orthogonal, a complex one unitary. Rotations
and reflections are, and no others: they leave all lengths and angles as they are.

* Q may be real or complex, and need not be square: (m, n), any m, n ≥ 1. The question is about its columns. If there
  are more columns than rows, they can't all be orthogonal, and the answer is False.
* Computed products are never quite 0 or 1. The answer is True if and only if no entry of Qᴴ Q − I is larger than tol in
  modulus. tol ≥ 0 is used as it is.

References
----------
Kneusel, Math for Deep Learning, chapter 6, on orthogonal and unitary matrices.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def is_orthogonal(Q: NDArray[Any], tol: float) -> bool:
    """Tell whether the columns of a matrix are orthonormal.

    Parameters
    ----------
    Q : (m, n), real or complex
    tol : float
        What an entry of Qᴴ Q − I may be at most.

    Returns
    -------
    yes : bool

    Examples
    --------
    A rotation, and a matrix whose columns are orthogonal, but too long:

    >>> bool(is_orthogonal(np.array([[0.6, -0.8], [0.8, 0.6]]), 1e-12))
    True
    >>> bool(is_orthogonal(np.array([[1.0, -1.0], [1.0, 1.0]]), 1e-12))
    False
    """
    raise NotImplementedError

"""The inverse of a matrix, by Gauss–Jordan elimination.

The inverse of a square matrix A undoes what A does:

    A X = X A = I.

It is found by solving A X = I for all columns of X at once. Write A and I side by side, [A | I], and change rows of
both halves together, until the left half is I; then the right half is X. Column by column:

    1. of the entries on the diagonal and below it, bring the one that is largest in modulus to the diagonal, by
       exchanging rows. It is the *pivot*;
    2. divide its row by it;
    3. subtract multiples of its row from **all** other rows, above and below, so that zeros stand there.

* If all candidates for a pivot are 0, then A has no inverse: it is *singular*, and ValueError is raised.
* A pivot that is small and not 0 is a pivot like any other: whether A has an inverse does not depend on its units.
  (In floating-point numbers, some singular matrices leave a pivot like 1e-17 by rounding. None of these are asked for.)
* The result is float64, of integers, too, and A stays as it was.

A is (n, n), n ≥ 1, of floats or integers. Any way to compute X will do; it is accurate if rounding is all that is
wrong with it, which the largest pivots take care of.

References
----------
Kneusel, Math for Deep Learning, chapter 6, on inverses. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.
(2002), §14.4: Gauss–Jordan elimination.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def inverse_gauss_jordan(A: NDArray[Any]) -> NDArray[np.float64]:
    """Return the inverse of a square matrix.

    Parameters
    ----------
    A : (n, n), floats or integers

    Returns
    -------
    X : (n, n)

    Raises
    ------
    ValueError
        If A is singular: a column has no pivot.

    Examples
    --------
    >>> inverse_gauss_jordan(np.array([[0, 2], [4, 4]])).tolist()
    [[-0.5, 0.25], [0.5, 0.0]]
    """
    raise NotImplementedError

"""Determinants, by elimination.

The determinant of a square matrix is the factor by which it stretches volumes; its sign tells whether left and right
are exchanged. For n = 1 it is the entry itself, and

    det [[a, b], [c, d]] = a d − b c.

For a triangular matrix it is the product of the diagonal. Every matrix can be made triangular by two kinds of steps:

    to a row, a multiple of another row is added        the determinant stays
    two rows are exchanged                              the determinant changes its sign.

So: column by column, bring the entry that is largest in modulus, of those on the diagonal and below it, to the
diagonal (this entry is the *pivot*), and subtract multiples of its row from the rows below, so that zeros stand below
the pivot. At the end, multiply the pivots, with a minus sign for every exchange.

* If all entries of a column, on the diagonal and below it, are 0, then the determinant is 0.
* A pivot that is small and not 0 is a pivot like any other: det(c A) = cⁿ det A, however small c is.
* What a singular matrix leaves of rounding, 1e-17 instead of 0, is as good as 0.
* The result is a float, of integers, too.

A is (n, n), n ≥ 1, of floats or integers. Any way to compute it will do.

References
----------
Kneusel, Math for Deep Learning, chapter 6, on determinants. Golub, Van Loan, Matrix Computations, 4th ed. (2013), §3.4:
pivoting.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def determinant(A: NDArray[Any]) -> float:
    """Return the determinant of a square matrix.

    Parameters
    ----------
    A : (n, n), floats or integers

    Returns
    -------
    det : float

    Examples
    --------
    The rows are exchanged: 4, 5 comes first, and half of it is subtracted from 2, 1. That leaves 0, −1.5, so the
    determinant is −(4 · (−1.5)) = 6.

    >>> float(determinant(np.array([[2.0, 1.0], [4.0, 5.0]])))
    6.0
    """
    raise NotImplementedError

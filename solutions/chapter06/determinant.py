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
    ### BEGIN SOLUTION
    U = A.astype(np.float64)
    det = 1.0
    for j in range(len(U)):
        p = j + int(np.argmax(np.abs(U[j:, j])))
        if U[p, j] == 0:
            return 0.0
        if p != j:
            U[[j, p]] = U[[p, j]]
            det = -det
        det *= float(U[j, j])
        U[j + 1 :] -= np.outer(U[j + 1 :, j] / U[j, j], U[j])
    return det
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Area.** The rows of [[a, b], [c, d]] span a parallelogram of area |a d − b c|. Push one side along itself, that is,
   add a multiple of the other row: height and base stay, and so does the area. Exchange the rows, and the way round is
   reversed: the sign changes. In n dimensions it is the same with volumes.

2. **To a triangle.** With these two steps, any matrix gets zeros below its diagonal. With numbers:

       0  2  1        4  2  2        4  2  2        4  2  2
       4  2  2   →    0  2  1   →    0  2  1   →    0  2  1
       2  3  5        2  3  5        0  2  4        0  0  3

   One exchange, then ½ of the first row is subtracted from the third, then the second row is. The pivots are 4, 2, 3:
   the determinant is −24.

>>> determinant(np.array([[0, 2, 1], [4, 2, 2], [2, 3, 5]]))
-24.0

3. **Why exchange at all.** Because of the 0 above: nothing can be divided by it. A tiny pivot is nearly as bad. The
   multiples become huge, and what stood in the rows below is lost among rounding. The largest entry keeps all multiples
   at 1 or below.

4. **Singular.** If no pivot is left, the rows do not span n dimensions, and the volume is 0. Computed numbers may miss
   this by rounding. So "det == 0" is no good question, and neither is "|det| < 1e-12": the second matrix below is 1e-5
   times the identity, as far from being singular as can be.

>>> print(f"{determinant(1e-5 * np.eye(4)):.0e}")
1e-20

5. **Products.** A stretches volumes by det A, B by det B, so A B by both: det(A B) = det A · det B. Of a sum, nothing
   like that holds. And det Aᵀ = det A.

6. **Other ways.** The product of the eigenvalues is right, and costs more. Expanding along a row is right, too, and
   takes n! products: 720 for n = 6, and 10¹⁸ for n = 20, where elimination takes some 3000. Sarrus' rule, with its
   diagonals, is for n = 3, and for nothing else.
"""
### END EXPLANATION

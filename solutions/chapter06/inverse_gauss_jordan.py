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
    ### BEGIN SOLUTION
    n = len(A)
    M = np.hstack([A.astype(np.float64), np.eye(n)])
    for j in range(n):
        p = j + int(np.argmax(np.abs(M[j:, j])))
        if M[p, j] == 0:
            raise ValueError("A is singular: it has no inverse")
        M[[j, p]] = M[[p, j]]
        M[j] /= M[j, j]
        for i in range(n):
            if i != j:
                M[i] -= M[i, j] * M[j]
    return M[:, n:]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Steps are products.** To exchange two rows, to divide a row, to subtract one from another: each of these is a
   product E M from the left, with some small matrix E. Done to both halves of [A | I], all of them together make
   [E A | E]. If E A = I, then E is the inverse, and it stands on the right.

2. **With numbers.** Exchange the rows; divide the first by 4 and the second by 2; subtract the second from the first:

       0  2 | 1  0        4  4 | 0  1        1  1 | 0    ¼        1  0 | −½   ¼
       4  4 | 0  1   →    0  2 | 1  0   →    0  1 | ½    0   →    0  1 |  ½   0

>>> A = np.array([[0, 2], [4, 4]])
>>> (A @ inverse_gauss_jordan(A)).tolist()
[[1.0, 0.0], [0.0, 1.0]]

3. **Rows as wholes.** The right half takes part in everything, exchanges as well. The order of the rows need not be
   remembered: what happened to I on the right is what is needed.

4. **Why the largest pivot.** With the pivot 1e-17, the rows below get 1e17 times the first row subtracted. What stood
   there is gone, for float64 has 16 digits. Pivots that are largest in their column keep all factors at 1 or below.

5. **Singular.** If a column has no pivot, it depends on those before it: A x = 0 for some x ≠ 0, and nothing leads back
   from 0 to x. Rounding may hide this. 0.1 · 0.9 and 0.3 · 0.3 are not the same float, so that a matrix of rank 1 gets
   an inverse, full of huge numbers:

>>> X = inverse_gauss_jordan(np.array([[0.1, 0.3], [0.3, 0.9]]))
>>> bool(np.abs(X).max() > 1e15)
True

   Therefore look at the condition number, ‖A‖ ‖A⁻¹‖, too: it tells how many digits an inverse loses.

6. **Order is reversed.** (A B)⁻¹ = B⁻¹ A⁻¹: what was done last is undone first.

7. **In practice** inverses are seldom wanted. `np.linalg.solve(A, b)` gives A⁻¹ b with a third of the work, and more
   accurately.
"""
### END EXPLANATION

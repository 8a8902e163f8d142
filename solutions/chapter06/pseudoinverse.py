"""The pseudoinverse.

Only square matrices have inverses, and not all of them. Every matrix A (m, n) has a *pseudoinverse* A⁺ (n, m): the one
matrix with

    A A⁺ A = A,   A⁺ A A⁺ = A⁺,   (A A⁺)ᵀ = A A⁺,   (A⁺ A)ᵀ = A⁺ A.

These are the four conditions of Moore and Penrose. If A has an inverse, that is A⁺. If A x = b has no solution,
A⁺ b is the x that makes ‖A x − b‖ as small as can be; if several x do that, it is the shortest of them. So A⁺ fits
lines, and solves linear regression.

It is read off the singular value decomposition A = U diag(s) Vᵀ, s_1 ≥ s_2 ≥ … ≥ 0. What is 0 has no inverse, and stays
0:

    A⁺ = V diag(s⁺) Uᵀ,   s_i⁺ = 1 / s_i   if s_i > rcond · s_1,   s_i⁺ = 0   if s_i ≤ rcond · s_1.

In floating point, a singular value that should be 0 comes out as 10⁻¹⁷ or so, and its inverse would drown all others.
So everything up to rcond · s_1 counts as 0: the limit is relative to the largest singular value, and does not depend on
the unit of A. If a singular value is left out that is not 0, A⁺ is the pseudoinverse of the matrix that is left.

* A (m, n) may be tall, wide or square, of any rank, m ≥ 1 and n ≥ 1; of floats or integers. Its entries may be tiny or
  huge.
* rcond is at least 10⁻⁶ and below 1, and 10⁻⁶ if nothing is said.
* If A is 0, then A⁺ is 0, and (n, m).
* A⁺ is float64, (n, m) in every case.
* np.linalg.svd(A, full_matrices=False) returns U, s and Vᵀ.

References
----------
Kneusel, Math for Deep Learning, chapter 6, singular value decomposition and the pseudoinverse. Penrose, A generalized
inverse for matrices, Proc. Cambridge Philosophical Society 51 (1955).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def pseudoinverse(A: NDArray[Any], rcond: float = 1e-6) -> NDArray[np.float64]:
    """Return the pseudoinverse of a matrix.

    Parameters
    ----------
    A : (m, n), floats or integers
        A matrix.
    rcond : float
        Singular values up to rcond times the largest count as 0.

    Returns
    -------
    A_plus : (n, m)
        The pseudoinverse.

    Examples
    --------
    A column of zeros becomes a row of zeros. With rcond = 0.2, what is up to 0.8 counts as 0:

    >>> A = np.array([[4.0, 0.0, 0.0], [0.0, 0.0, 0.5]])
    >>> pseudoinverse(A).tolist()
    [[0.25, 0.0], [0.0, 0.0], [0.0, 2.0]]
    >>> pseudoinverse(A, rcond=0.2).tolist()
    [[0.25, 0.0], [0.0, 0.0], [0.0, 0.0]]
    """
    ### BEGIN SOLUTION
    U, s, Vh = np.linalg.svd(A, full_matrices=False)
    kept = s > rcond * s[0]
    A_plus: NDArray[np.float64] = Vh[kept].T / s[kept] @ U[:, kept].T
    return A_plus
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Turn, stretch, turn.** A = U diag(s) Vᵀ takes v_i to s_i u_i, and what is at right angles to all v_i to 0. The way
   back takes u_i to v_i / s_i, where s_i is not 0. What is at right angles to all these u_i comes from nowhere: take it
   to 0. That is V diag(s⁺) Uᵀ.

2. **The four conditions.** Let U, s and V have only the terms with s_i > 0. Then UᵀU = VᵀV = I, and

       A A⁺ = U diag(s) VᵀV diag(1/s) Uᵀ = U Uᵀ,   A⁺ A = V Vᵀ.

   Both are symmetric. They are projections: U Uᵀ A = A, and V Vᵀ A⁺ = A⁺. All four conditions are there.

3. **Only one.** If B and C fulfil the four, B = B A B = B (A B)ᵀ = B (A C A B)ᵀ = B (A B)ᵀ (A C)ᵀ = B A B A C = B A C;
   in the same way C = B A C. So B = C.

4. **Least squares.** A x = U Uᵀ b for x = A⁺ b: of all vectors A z, that is the nearest to b. Any other z that gets
   there differs from x by something that A takes to 0, which is at right angles to x; so z is longer.

   With numbers, a line through (0, 1), (1, 1), (2, 4): intercept ½, slope 1.5.

>>> A = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
>>> (pseudoinverse(A) @ np.array([1.0, 1.0, 4.0])).round(9).tolist()
[0.5, 1.5]

   One equation for two unknowns, x + 2 y = 5: the shortest solution is (1, 2).

>>> (pseudoinverse(np.array([[1, 2]])) @ np.array([5.0])).round(9).tolist()
[1.0, 2.0]

5. **Shorter formulas.** If the columns of A are independent, AᵀA has an inverse, and A⁺ = (AᵀA)⁻¹Aᵀ. If the rows are,
   A⁺ = Aᵀ(A Aᵀ)⁻¹. The first fails for every wide matrix, the second for every tall one, both if the rank is lower than
   m and n. And AᵀA has squared singular values: 10⁻⁸ becomes 10⁻¹⁶, which is rounding.

6. **Why a limit.** [[0.1, 0.3], [0.2, 0.6]] has rank 1, on paper. What np.linalg.svd returns for the second singular
   value may be something like 10⁻¹⁷, or 0. Its inverse would be 10¹⁷:

>>> A = np.array([[0.1, 0.3], [0.2, 0.6]])
>>> bool(np.linalg.svd(A)[1][1] < 1e-15), pseudoinverse(A).round(6).tolist()
(True, [[0.2, 0.4], [0.6, 1.2]])

   That is Aᵀ / 0.5: for rank 1 the sum of the squares of all entries, 0.5, is s_1².

7. **Why relative.** Written in another unit, A is c A, and s is c s: 10⁻⁹ may be all there is. A limit of 10⁻⁸ would
   make A⁺ = 0. Relative to s_1, (c A)⁺ = A⁺ / c, as it has to be.
"""
### END EXPLANATION

"""Eigenvalues and eigenvectors of a 2 × 2 matrix.

λ is an eigenvalue of A, and v ≠ 0 an eigenvector, if A v = λ v. Then A − λ I takes v to 0, and so is singular:

    det(A − λ I) = λ² − tr A · λ + det A = 0,        tr A = a + d,   det A = a d − b c,    A = [[a, b], [c, d]].

This quadratic equation, the *characteristic* one, has the roots

    λ = tr A / 2 ± √( ((a − d)/2)² + b c ),

for (tr A / 2)² − det A is what stands below the root. If that is negative, the eigenvalues are complex, and conjugate
to each other. For each λ the rows of A − λ I are multiples of one another, and v is orthogonal to both: (b, λ − a) and
(λ − d, c) are eigenvectors, if they are not 0.

* Both results are complex128, always, also where all imaginary parts are 0.
* The eigenvalues come in the order of their real parts, the smaller one first; of a conjugate pair, the one with the
  negative imaginary part comes first.
* The eigenvectors are the **columns** of V, in the order of the eigenvalues, each of length 1: |v₁|² + |v₂|² = 1. An
  eigenvector may be multiplied by any number of modulus 1: which one you return is up to you.
* Diagonal matrices are given as well, and triangular ones. A multiple of I has one eigenvalue, twice, and every vector
  is an eigenvector: return any two that are independent. Other matrices with a double eigenvalue are not given; they
  have too few eigenvectors.
* Entries may be tiny or huge, like 10⁻¹⁰⁰ or 10¹⁰⁰, and A may be a multiple of I but for one part in 10⁴: only 0 itself
  is 0, and two eigenvalues that differ are two.

A is (2, 2), real, of floats or integers.

References
----------
Kneusel, Math for Deep Learning, chapter 6, on eigenvalues and eigenvectors.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complex128]


def eig_2x2(A: NDArray[Any]) -> tuple[Complex, Complex]:
    """Return the eigenvalues of a 2 × 2 matrix, and its eigenvectors.

    Parameters
    ----------
    A : (2, 2), floats or integers

    Returns
    -------
    λ : (2,), complex
        The eigenvalues.
    V : (2, 2), complex
        The eigenvectors are its columns.

    Examples
    --------
    A quarter turn takes (1, i) to (−i, 1), which is −i times (1, i):

    >>> A = np.array([[0.0, -1.0], [1.0, 0.0]])
    >>> λ, V = eig_2x2(A)
    >>> λ.tolist()
    [-1j, 1j]
    >>> bool(np.allclose(A @ V, V * λ))
    True
    """
    ### BEGIN SOLUTION
    (a, b), (c, d) = A.tolist()
    middle, root = (a + d) / 2, np.sqrt(complex(((a - d) / 2) ** 2 + b * c))
    λ = np.array([middle - root, middle + root])
    V = np.eye(2, dtype=np.complex128)
    for j in range(2):
        one, other = np.array([b, λ[j] - a]), np.array([λ[j] - d, c])
        v = max(one, other, key=np.linalg.norm)
        if np.any(v):
            V[:, j] = v / np.linalg.norm(v)
    return λ, V
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The equation.** If A v = λ v with v ≠ 0, then (A − λ I) v = 0, so that A − λ I is singular. Its determinant is
   (a − λ)(d − λ) − b c; multiplied out, λ² − (a + d) λ + (a d − b c).

2. **Two checks for free.** By Vieta, the sum of the roots is the trace, and their product is the determinant. That
   holds for matrices of any size, and catches most slips.

>>> λ, V = eig_2x2(np.array([[2.0, 1.0], [3.0, 4.0]]))
>>> λ.tolist(), (2 + 4, 2 * 4 - 1 * 3)
([(1+0j), (5+0j)], (6, 5))

3. **Below the root.** (a + d)²/4 − (a d − b c) and (a − d)²/4 + b c are the same. The second one is better in floating
   point: if a and d are close to each other, the first subtracts two large numbers that are nearly equal. If b c ≥ 0,
   nothing is negative: symmetric matrices have real eigenvalues.

4. **The vectors.** With numbers, λ = 5: A − 5 I = [[−3, 1], [3, −1]]. (b, λ − a) = (1, 3) is orthogonal to both rows,
   and (λ − d, c) = (1, 3) is the same. Test it: 2·1 + 1·3 = 5, and 3·1 + 4·3 = 15.

5. **Which of the two.** If b = 0 then λ = a or λ = d, and for λ = a the vector (b, λ − a) is 0; divided by its length,
   it is NaN. Likewise the other one, if c = 0. So take the longer of the two. They are both 0 only if A = λ I, and then
   all vectors are eigenvectors.

>>> λ, V = eig_2x2(np.array([[3.0, 0.0], [0.0, 2.0]]))
>>> λ.real.tolist(), np.abs(V).tolist()
([2.0, 3.0], [[0.0, 1.0], [1.0, 0.0]])

6. **Complex ones.** A rotation by the angle φ leaves no real direction as it is. Its eigenvalues are cos φ ± i sin φ:
   of modulus 1, with the angle in them. For a real matrix, conj(λ) belongs to conj(v). Lengths are those of moduli: (1,
   i) has length √2, while 1² + i² = 0.

7. **Too few.** [[1, 1], [0, 1]] has λ = 1 twice, and (1, 0) is its only eigenvector, up to a factor. Such matrices are
   called defective. Nudge one a little, and two eigenvectors come up that are nearly the same.
"""
### END EXPLANATION

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
    raise NotImplementedError

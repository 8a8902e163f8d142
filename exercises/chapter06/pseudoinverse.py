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
    raise NotImplementedError

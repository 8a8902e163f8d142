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
    ### BEGIN SOLUTION
    gap = np.abs(Q.conj().T @ Q - np.eye(Q.shape[1]))
    return bool(gap.max() <= tol)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **All products at once.** (Qᴴ Q)ᵢⱼ = Σₖ conj(Qₖᵢ) Qₖⱼ: column i with column j. On the diagonal are squared lengths,
   which should be 1, and everywhere else what should be 0.

>>> Q = np.array([[0.6, -0.8], [0.8, 0.6]])
>>> np.round(Q.T @ Q, 12).tolist()
[[1.0, 0.0], [0.0, 1.0]]

2. **What it is good for.** ‖Q x‖² = xᴴ Qᴴ Q x = xᴴ x: lengths stay, so that nothing explodes or fades in a product of
   many such matrices. And if Q is square, Qᴴ is its inverse, for free.

3. **Why conjugate.** (1, i) is a vector of length √2: 1·1 + conj(i)·i = 1 + 1. Without the conjugate it would be
   1 + i² = 0. So the matrix below is unitary, and its plain QᵀQ is far from I.

>>> U = np.array([[1, 1], [1j, -1j]]) / np.sqrt(2)
>>> is_orthogonal(U, 1e-12), bool(np.allclose(U.T @ U, np.eye(2)))
(True, False)

4. **The determinant does not tell.** An orthogonal matrix has |det Q| = 1, for 1 = det(QᵀQ) = (det Q)². So has the
   shear [[1, 5], [0, 1]], and it turns squares into slanted parallelograms.

5. **Tall matrices.** The columns of a (3, 2) matrix can be orthonormal. Its rows can't: three vectors of two
   components. So Qᴴ Q = I may hold while Q Qᴴ is not I; it then is the projection on the columns' plane. For square
   matrices, each of the two follows from the other.

>>> tall = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
>>> is_orthogonal(tall, 1e-12), is_orthogonal(tall.T, 1e-12)
(True, False)

6. **Why a tolerance.** 0.6 · 0.6 + 0.8 · 0.8 is 1 for us, and happens to be 1 in floating point; other rotations miss
   it by 1e-16. An exact comparison would call most of them wrong. Mind the modulus, too: a column that is too short
   makes a negative entry in Qᴴ Q − I.
"""
### END EXPLANATION

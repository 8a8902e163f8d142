"""Definite, semidefinite, indefinite.

A symmetric matrix A gives a number for each vector, the quadratic form xᵀ A x. Where a function has gradient 0, this
form of its Hessian tells how it goes on from there: uphill whichever way x points, downhill, or both, as on a saddle.

    answer          all eigenvalues are           xᵀ A x for x ≠ 0
    "pd"            positive                      > 0        positive definite
    "psd"           positive or 0                 ≥ 0        positive semidefinite
    "nd"            negative                      < 0        negative definite
    "nsd"           negative or 0                 ≤ 0        negative semidefinite
    "indefinite"    of both signs                 both

The answer is the strongest that holds: "psd" is for a matrix that has an eigenvalue 0.

* Computed eigenvalues are never quite 0. So an eigenvalue λ counts as 0 if |λ| ≤ tol, as positive if λ > tol, and as
  negative if λ < −tol. tol is a number in the unit of A's entries, and is used as it is.
* If all eigenvalues count as 0, both "psd" and "nsd" hold. Then the answer is "psd".

A is (n, n), n ≥ 1, of floats or integers, and exactly symmetric; tol > 0.

References
----------
Kneusel, Math for Deep Learning, chapter 6, on symmetric and definite matrices.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def definiteness(A: NDArray[Any], tol: float) -> str:
    """Return what the quadratic form of a symmetric matrix is.

    Parameters
    ----------
    A : (n, n), floats or integers
        Symmetric.
    tol : float
        What is not larger than this in modulus counts as 0.

    Returns
    -------
    kind : str
        "pd", "psd", "nd", "nsd" or "indefinite".

    Examples
    --------
    [[2, 1], [1, 2]] has the eigenvalues 1 and 3, [[1, 2], [2, 1]] has −1 and 3.

    >>> definiteness(np.array([[2.0, 1.0], [1.0, 2.0]]), 1e-9)
    'pd'
    >>> definiteness(np.array([[1.0, 2.0], [2.0, 1.0]]), 1e-9)
    'indefinite'
    """
    ### BEGIN SOLUTION
    λ = np.linalg.eigvalsh(A)
    positive, negative = bool(λ[-1] > tol), bool(λ[0] < -tol)
    if positive and negative:
        return "indefinite"
    if negative:
        return "nd" if λ[-1] < -tol else "nsd"
    return "pd" if λ[0] > tol else "psd"
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why eigenvalues.** A symmetric matrix has n eigenvectors that are orthogonal to each other: A = Q diag(λ) Qᵀ. In
   their directions, y = Qᵀ x, nothing is mixed any more:

       xᵀ A x = Σᵢ λᵢ yᵢ².

   If all λᵢ are positive, so is the sum, for every y ≠ 0. If one is negative, take y along that axis.

2. **With numbers.** [[1, 2], [2, 1]] has only positive entries, and a positive diagonal. But for x = (1, −1) the form
   is 1 − 2 − 2 + 1 = −2, and for x = (1, 1) it is 6: a saddle.

>>> A = np.array([[1, 2], [2, 1]])
>>> [int(np.array(x) @ A @ np.array(x)) for x in ((1, -1), (1, 1))]
[-2, 6]

3. **What the diagonal tells.** x = (1, 0, …, 0) gives the first entry of the diagonal. So a positive definite matrix
   has a positive diagonal. The reverse is not true, as [[1, 2], [2, 1]] shows.

4. **What the determinant tells.** It is the product of the eigenvalues. Two negative ones make it positive:

>>> definiteness(np.array([[-1, 0], [0, -1]]), 1e-9)
'nd'

5. **Minors.** If the determinants of all upper left blocks are positive, A is positive definite (Sylvester). With ≥
   that is no test for semidefinite: diag(0, −1) has the minors 0 and 0, and is negative semidefinite. Nor can all
   matrices be eliminated without exchanges: [[0, 1], [1, 0]] has no first pivot.

6. **Why a tolerance.** The matrix below has rank 1: two eigenvalues are 0, and may come out as some 1e-17, of either
   sign. Asked with tol = 0, rounding would decide.

>>> v = np.array([0.1, 0.3, 0.7])
>>> np.linalg.eigvalsh(np.outer(v, v)).round(12).tolist()[2], definiteness(np.outer(v, v), 1e-12)
(0.59, 'psd')

   What is a good tolerance depends on the size of A: rounding moves eigenvalues by about 1e-16 of the largest. That is
   why it is an argument.

7. **Where it comes up.** Covariance matrices are positive semidefinite. So is Xᵀ X, always: xᵀ Xᵀ X x = ‖X x‖². At most
   critical points of a network's loss the Hessian is indefinite.
"""
### END EXPLANATION

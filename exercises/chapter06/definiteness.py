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
    raise NotImplementedError

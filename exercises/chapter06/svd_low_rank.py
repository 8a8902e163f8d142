"""The best approximation of low rank.

Every matrix A (m, n) is a sum of matrices of rank 1, with weights that fall: its singular value decomposition,

    A = Σ_i s_i u_i v_iᵀ = U diag(s) Vᵀ,   s_1 ≥ s_2 ≥ … ≥ 0,

with orthonormal columns u_i of U and v_i of V. Keep the first k terms:

    A_k = s_1 u_1 v_1ᵀ + … + s_k u_k v_kᵀ.

Among all matrices of rank k or less none is nearer to A, in the Frobenius norm and in the 2-norm (Eckart and Young).
A_k takes k (m + n + 1) numbers instead of m n: weights of networks are compressed so, images, and tables of ratings.

* The factors are unique up to signs, their product is unique as long as s_k > s_(k+1); it is here. Return A_k itself,
  (m, n), float64.
* Nothing is centred.
* k = 0 gives zeros, k = min(m, n) gives A back, up to rounding. Any other k below 0 or above min(m, n) raises
  ValueError.
* np.linalg.svd(A, full_matrices=False) returns U, s and Vᵀ: the v_i are rows of the third.

References
----------
Kneusel, Math for Deep Learning, chapter 6, singular value decomposition. Eckart, Young, The approximation of one matrix
by another of lower rank, Psychometrika 1 (1936).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def svd_low_rank(A: Array, k: int) -> Array:
    """Return the matrix of rank k that is nearest to A.

    Parameters
    ----------
    A : (m, n)
        A matrix.
    k : int
        Its rank in the end, from 0 to min(m, n).

    Returns
    -------
    A_k : (m, n)
        The sum of the first k terms of its singular value decomposition.

    Raises
    ------
    ValueError
        Unless 0 ≤ k ≤ min(m, n).

    Examples
    --------
    [[3, 1], [1, 3]] is 4 times the projection to (1, 1), plus 2 times that to (1, −1):

    >>> A = np.array([[3.0, 1.0], [1.0, 3.0]])
    >>> svd_low_rank(A, 1).round(6).tolist()
    [[2.0, 2.0], [2.0, 2.0]]
    """
    raise NotImplementedError

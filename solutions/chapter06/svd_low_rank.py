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
    ### BEGIN SOLUTION
    if not 0 <= k <= min(A.shape):
        raise ValueError(f"rank {k} of a matrix {A.shape}")
    U, s, Vh = np.linalg.svd(A, full_matrices=False)
    A_k: Array = U[:, :k] * s[:k] @ Vh[:k]
    return A_k
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Shapes.** With r = min(m, n), U is (m, r), s is (r,), Vᵀ is (r, n). The first k terms are the first k columns of
   U, entries of s and rows of Vᵀ. `U[:, :k] * s[:k]` multiplies each column with its weight, and `@ Vh[:k]` adds the
   terms.

>>> U, s, Vh = np.linalg.svd(np.arange(6.0).reshape(3, 2), full_matrices=False)
>>> U.shape, s.shape, Vh.shape
((3, 2), (2,), (2, 2))

2. **By hand.** A = [[3, 1], [1, 3]] has the eigenvectors (1, 1)/√2 and (1, −1)/√2, with 4 and 2. It is symmetric and
   positive definite, so these are its singular values. A = 4 [[½, ½], [½, ½]] + 2 [[½, −½], [−½, ½]], and the first
   term is A_1.

3. **What is lost.** The matrices u_i v_iᵀ are orthonormal as vectors of m n entries: the sum of all entries of
   u_i v_iᵀ ∘ u_j v_jᵀ is (u_i · u_j)(v_i · v_j). So by Pythagoras ‖A‖_F² = Σ s_i², and

       ‖A − A_k‖_F² = s_(k+1)² + … + s_r²,   ‖A − A_k‖_2 = s_(k+1).

>>> A = np.array([[3.0, 1.0], [1.0, 3.0]])
>>> round(np.linalg.norm(A - svd_low_rank(A, 1)).item(), 6), np.linalg.svd(A)[1].round(6).tolist()
(2.0, [4.0, 2.0])

4. **Why nothing is nearer.** Let B have rank k. Among the k + 1 dimensions that v_1, …, v_(k+1) span there is a vector
   x of length 1 with B x = 0. There ‖(A − B) x‖ = ‖A x‖ ≥ s_(k+1): so no B is nearer in the 2-norm. (For the Frobenius
   norm the same argument is made of A minus its best approximations of rank i, for each i.)

5. **A projection.** A_k = A P with P = Σ_{i ≤ k} v_i v_iᵀ, and A_k = Q A with Q = Σ_{i ≤ k} u_i u_iᵀ. So what is lost
   is at right angles to what is kept, A_kᵀ (A − A_k) = 0 and (A − A_k) A_kᵀ = 0. The v_i are eigenvectors of AᵀA, to
   s_i².

6. **PCA** is the same for centred samples: X − m = U S Vᵀ, with the components for rows of Vᵀ. Without centring it is
   another matrix that is approximated.
"""
### END EXPLANATION

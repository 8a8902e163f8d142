"""The matrix product, backwards.

C = A B for stacks of matrices: A (…, n, k) and B (…, k, m) have two axes at least; the last two are those of matrices,
and all before them count matrices. These are broadcast as NumPy's `@` does: A (6, n, k) and B (k, m) make six products
with one and the same B; A (2, 1, n, k) and B (3, k, m) make 2 · 3.

Given are A, B and dC = ∂L/∂C. Return dA = ∂L/∂A and dB = ∂L/∂B, each in the shape of its matrices: what was used in
several products hears from all of them. What was not hears only from its own.

Such a rule, which gives the gradients of the inputs from that of the output, is called a vector-Jacobian product. The
Jacobian itself never comes up; it would have n m times n k entries.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.4. Giles, Collected matrix derivative results for
forward and reverse mode algorithmic differentiation (2008).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def matmul_vjp(A: Array, B: Array, dC: Array) -> tuple[Array, Array]:
    """Return the gradients of L with respect to both factors of C = A @ B.

    Parameters
    ----------
    A : (…, n, k) float64
    B : (…, k, m) float64
    dC : (…, n, m) float64
        ∂L/∂C, in the shape of A @ B.

    Returns
    -------
    dA : shape of A, float64
    dB : shape of B, float64

    Examples
    --------
    C = 1 · 3 + 2 · 4, a row times a column:

    >>> dA, dB = matmul_vjp(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([[10.0]]))
    >>> dA.tolist(), dB.tolist()
    ([[30.0, 40.0]], [[10.0], [20.0]])
    """
    ### BEGIN SOLUTION
    dA = dC @ np.swapaxes(B, -1, -2)
    dB = np.swapaxes(A, -1, -2) @ dC
    return _summed(dA, A.shape), _summed(dB, B.shape)


def _summed(g: Array, shape: tuple[int, ...]) -> Array:
    """Sum over the axes that were added or stretched."""
    g = np.sum(g, axis=tuple(range(g.ndim - len(shape))))
    g = np.sum(g, axis=tuple(i for i, n in enumerate(shape) if n != g.shape[i]), keepdims=True)
    return g
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One pair of matrices.** C[i, j] = Σ_p A[i, p] B[p, j]. A[i, p] occurs in row i of C, with the factor B[p, j]:

       ∂L/∂A[i, p] = Σ_j dC[i, j] B[p, j],   that is   dA = dC Bᵀ,

   and in the same way dB = Aᵀ dC. The shapes leave no other choice: (n, m) (m, k) and (k, n) (n, m).

2. **Stacks.** Each pair has this rule by itself, and `@` does them all at once. Only the last two axes are exchanged:
   `.T` would reverse all of them.

3. **Broadcast stacks.** If one B served six A, it heard from six products: Aᵀ dC is (6, k, m), and has to be summed to
   (k, m). So too with axes of length 1. That is `unbroadcast`.

4. **Where both have the axis** with its full length, nothing was copied, and nothing is summed.

>>> A, B = np.arange(6.0).reshape(3, 1, 2), np.array([[1.0], [10.0]])
>>> dA, dB = matmul_vjp(A, B, np.ones((3, 1, 1)))
>>> dA.tolist()
[[[1.0, 10.0]], [[1.0, 10.0]], [[1.0, 10.0]]]
>>> dB.tolist()  # 0 + 2 + 4, 1 + 3 + 5
[[6.0], [9.0]]
"""
### END EXPLANATION

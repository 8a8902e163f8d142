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
    raise NotImplementedError

"""Gradients of traces.

The trace of a square matrix is the sum of its diagonal, tr M = Σ_i M[i, i]. Many functions of a matrix X are traces of
products, and two forms come again and again:

    f(X) = tr(A X B),    A (p, n), X (n, m), B (m, p);        f(X) = tr(XᵀM X),    M (n, n), X (n, m).

Both are numbers. Their gradient by X has the shape of X: G[i, j] = ∂f/∂X[i, j]. Two properties help: a product may be
turned round in a circle, tr(A X B) = tr(B A X), and tr(C X) = Σ_i Σ_j C[j, i] X[i, j].

* M need not be symmetric.
* There is no factor ½.
* The first gradient does not depend on X. X is an argument all the same, as it is of every gradient.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on derivatives of a scalar by a matrix. Liquet, Moka, Nazarathy,
Mathematical Engineering of Deep Learning, appendix A.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def grad_trace_axb(A: Array, X: Array, B: Array) -> Array:
    """Return the gradient of tr(A X B) by X.

    Parameters
    ----------
    A : (p, n)
    X : (n, m)
    B : (m, p)

    Returns
    -------
    G : (n, m)

    Examples
    --------
    A row, times X, times a column: f = Σ_i Σ_j A[0, i] X[i, j] B[j, 0].

    >>> A, X, B = np.array([[1.0, 2.0]]), np.zeros((2, 2)), np.array([[3.0], [5.0]])
    >>> grad_trace_axb(A, X, B).tolist()
    [[3.0, 5.0], [6.0, 10.0]]
    """
    ### BEGIN SOLUTION
    return A.T @ B.T
    ### END SOLUTION


def grad_trace_xtmx(M: Array, X: Array) -> Array:
    """Return the gradient of tr(XᵀM X) by X.

    Parameters
    ----------
    M : (n, n)
    X : (n, m)

    Returns
    -------
    G : (n, m)

    Examples
    --------
    With one column x, this is the quadratic form xᵀM x:

    >>> grad_trace_xtmx(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [2.0]])).tolist()
    [[12.0], [21.0]]
    """
    ### BEGIN SOLUTION
    return (M + M.T) @ X
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **tr(C X) first.** (C X)[j, j] = Σ_i C[j, i] X[i, j], and the trace adds over j:

       tr(C X) = Σ_i Σ_j C[j, i] X[i, j],    so    ∂/∂X[i, j] = C[j, i],    and the gradient is Cᵀ.

2. **tr(A X B) = tr(B A X)**, with C = B A: G = (B A)ᵀ = Aᵀ Bᵀ. The transposition turns the order over, and the shapes
   agree, (n, p) (p, m). A B would not even be a product, unless p, n and m happen to fit.

>>> A, X, B = np.array([[1.0, 2.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[3.0], [5.0]])
>>> float(np.trace(A @ X @ B)), float(np.trace(B @ A @ X)), grad_trace_axb(A, X, B).tolist()
(13.0, 13.0, [[3.0, 5.0], [6.0, 10.0]])

3. **tr(XᵀM X)** has X twice. Change X by a little E and keep what is linear in E:

       tr((X + E)ᵀ M (X + E)) − tr(XᵀM X) = tr(EᵀM X) + tr(XᵀM E) + …

   A trace does not mind a transposition: tr(EᵀM X) = tr((M X)ᵀ E), and 1. says that its gradient is M X. The other has
   the gradient (XᵀM)ᵀ = Mᵀ X. Together (M + Mᵀ) X: 2 M X only if M = Mᵀ.

4. **Column by column** that is known: tr(XᵀM X) = Σ_j x_jᵀ M x_j, a sum of quadratic forms of the columns x_j, and
   column j of the gradient is (M + Mᵀ) x_j.

>>> M, X = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [2.0, 1.0]])
>>> grad_trace_xtmx(M, X).tolist()
[[12.0, 5.0], [21.0, 8.0]]
>>> (2 * M @ X).tolist()
[[10.0, 4.0], [22.0, 8.0]]
"""
### END EXPLANATION

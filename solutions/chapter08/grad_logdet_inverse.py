"""Determinants and inverses, differentiated.

Two derivatives of functions of a square matrix, without which there is no Gaussian model with a covariance to learn.

**The logarithm of a determinant**, f(X) = log |det X|, is a number. Its gradient by X has the shape of X:
G[i, j] = ∂f/∂X[i, j]. (Expand the determinant along a row: X[i, j] is multiplied with its cofactor, and cofactors,
divided by the determinant, are the entries of X⁻¹. At which place?)

**The inverse**, when the matrix depends on a single number t: A = A(t), with the derivative dA = dA/dt. Then A⁻¹
depends on t as well, and its derivative by t is a matrix. (Differentiate A A⁻¹ = I with the product rule. Matrices
don't commute: mind the order.)

* X and A are square, and need not be symmetric. The determinant may be negative: log |det X| does not mind.
* A singular matrix has neither: raise ValueError. (NumPy's LinAlgError is a ValueError.) Those that are given have a
  row or a column of zeros.
* Entries may be tiny or huge. Then det X may be too small or too large for a float, and X has an inverse all the same.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on derivatives by a matrix, and of a matrix by a scalar. Petersen, Pedersen,
The Matrix Cookbook (2012), 2.1 and 2.2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def grad_logdet(X: Array) -> Array:
    """Return the gradient of log |det X| by X.

    Parameters
    ----------
    X : (n, n)

    Returns
    -------
    G : (n, n)
        G[i, j] = ∂f/∂X[i, j].

    Raises
    ------
    ValueError
        If X is singular.

    Examples
    --------
    det X = 2 · 2 − 3 · 0 = 4. Only X[1, 0] is multiplied with the 3: with −3, to be precise, and log has 1/4.

    >>> grad_logdet(np.array([[2.0, 3.0], [0.0, 2.0]])).tolist()
    [[0.5, 0.0], [-0.75, 0.5]]
    """
    ### BEGIN SOLUTION
    return np.linalg.inv(X).T.astype(np.float64)
    ### END SOLUTION


def d_inverse(A: Array, dA: Array) -> Array:
    """Return the derivative of A⁻¹ by t, where dA is that of A.

    Parameters
    ----------
    A : (n, n)
    dA : (n, n)

    Returns
    -------
    D : (n, n)

    Raises
    ------
    ValueError
        If A is singular.

    Examples
    --------
    One by one, A = a: the derivative of 1/a is −a′/a².

    >>> d_inverse(np.array([[2.0]]), np.array([[3.0]])).tolist()
    [[-0.75]]
    """
    ### BEGIN SOLUTION
    inverse = np.linalg.inv(A)
    return -inverse @ dA @ inverse
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Along a row.** det X = Σ_j X[i, j] C[i, j], where the cofactor C[i, j] is made of the other rows and columns. So
   ∂ det X/∂X[i, j] = C[i, j]. Cramer's rule says (X⁻¹)[j, i] = C[i, j] / det X, with the indices *exchanged*. Together

       ∂ log |det X| / ∂X[i, j] = C[i, j] / det X = (X⁻¹)[j, i],        G = (X⁻¹)ᵀ.

   The sign of the determinant cancels: log |y| has the derivative 1/y on both sides of 0.

>>> X = np.array([[2.0, 3.0], [0.0, 2.0]])
>>> np.linalg.inv(X).tolist(), grad_logdet(X).tolist()
([[0.5, -0.75], [0.0, 0.5]], [[0.5, 0.0], [-0.75, 0.5]])

   Without the logarithm, det X itself has the gradient det X · (X⁻¹)ᵀ.

2. **The product rule** on A A⁻¹ = I, which does not change with t:

       dA A⁻¹ + A d(A⁻¹) = 0,    A d(A⁻¹) = −dA A⁻¹,    d(A⁻¹) = −A⁻¹ dA A⁻¹.

   One inverse stands on either side of dA. For numbers they could be put together, −a′/a²; −A⁻² dA is something else,
   as matrices don't commute.

>>> A, dA, t = np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([[0.0, 1.0], [2.0, 0.0]]), 1e-6
>>> measured = (np.linalg.inv(A + t * dA) - np.linalg.inv(A - t * dA)) / (2 * t)
>>> measured.round(6).tolist(), d_inverse(A, dA).tolist()
([[0.5, -1.0], [-1.0, 1.0]], [[0.5, -1.0], [-1.0, 1.0]])

3. **The two belong together.** The trace of Xᵀ G is n: moving X along itself, (1 + t) X, makes the determinant
   (1 + t)ⁿ times as large, and the logarithm grows by n t.

4. **Singular.** log |det X| goes to −∞ there, and A⁻¹ does not exist. A pseudoinverse would return numbers where there
   is no answer.
"""
### END EXPLANATION

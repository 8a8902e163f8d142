"""The Jacobians of an affine map.

Let y = W x + b with W (m, n), x (n,), b (m,). There are three things that y can be differentiated by. By b it is the
identity, ∂y[i]/∂b[j] = 1 for i = j and 0 otherwise. The other two are asked for.

* ∂y/∂x is a Jacobian as always, (m, n).
* ∂y/∂W has three indices: one for the output, two for the weight. To make a matrix of it, the weights are put in a row,
  *row by row*, as W.ravel() does it: weight (k, l) becomes number k · n + l. This is vec(W), with m n entries, and
  ∂y/∂vec(W) is (m, m n). How much does y[i] change with W[k, l], for k = i and for k ≠ i?

Neither depends on b, so it is not handed over. Both are whole matrices, exactly zero where they are zero, and both are
new arrays: whoever changes one of them later does not change W.

References
----------
Kneusel, Math for Deep Learning, chapter 8, on Jacobians. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep
Learning, appendix A.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def jacobian_affine_params(W: Array, x: Array) -> tuple[Array, Array]:
    """Return the Jacobians of y = W x + b by x and by W.

    Parameters
    ----------
    W : (m, n)
    x : (n,)

    Returns
    -------
    dy_dx : (m, n)
    dy_dW : (m, m n)
        Column k · n + l belongs to W[k, l].

    Examples
    --------
    y[0] = W[0, 0] x[0] + W[0, 1] x[1] depends on the first row of W alone, y[1] on the second:

    >>> dy_dx, dy_dW = jacobian_affine_params(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0]))
    >>> dy_dx.tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    >>> dy_dW.tolist()
    [[5.0, 6.0, 0.0, 0.0], [0.0, 0.0, 5.0, 6.0]]
    """
    ### BEGIN SOLUTION
    m, n = W.shape
    dy_dW = np.zeros((m, m, n))
    for i in range(m):
        dy_dW[i, i] = x
    return W.copy(), dy_dW.reshape(m, m * n)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **By x.** y[i] = Σ_j W[i, j] x[j] + b[i], so ∂y[i]/∂x[j] = W[i, j]: the matrix itself, not its transpose.

2. **By one weight.** W[k, l] stands in y[k] alone, multiplied with x[l]:

       ∂y[i]/∂W[k, l] = x[l] if i = k, and 0 otherwise.

3. **In a row.** Row i of the Jacobian has a block of n columns for each row k of W. The block k = i holds x, all others
   are zero: the matrix is block diagonal, x once on each step of the stairs. That is the Kronecker product of the
   identity with xᵀ, I ⊗ xᵀ.

>>> x = np.array([5.0, 6.0])
>>> np.kron(np.eye(3), x).tolist()[1]
[0.0, 0.0, 5.0, 6.0, 0.0, 0.0]

4. **The order of the weights matters.** Column by column, as in Fortran, weight (k, l) would be number l · m + k, and
   the Jacobian xᵀ ⊗ I. The entries are the same, at other places.

5. **Why nobody builds it.** A layer with 1000 inputs and outputs has a Jacobian of 10⁹ entries, one in a thousand of
   them not zero. Multiply it from the left with the gradient by y, as a backward pass does, and all that is left is an
   outer product, (m, n): Σ_i dy[i] ∂y[i]/∂W[k, l] = dy[k] x[l].

>>> W, dy = np.array([[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]]), np.array([1.0, 2.0, -1.0])
>>> (dy @ jacobian_affine_params(W, x)[1]).reshape(3, 2).tolist(), np.outer(dy, x).tolist()
([[5.0, 6.0], [10.0, 12.0], [-5.0, -6.0]], [[5.0, 6.0], [10.0, 12.0], [-5.0, -6.0]])
"""
### END EXPLANATION

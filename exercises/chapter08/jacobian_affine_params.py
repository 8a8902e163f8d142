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
    raise NotImplementedError

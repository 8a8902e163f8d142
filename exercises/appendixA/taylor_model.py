"""Taylor's polynomial of degree two.

Near a point x, a smooth function of n variables is nearly a polynomial. With the value f0 = f(x), the gradient g and
the Hessian H at x, the model of degree two of f(x + d) is

    m(d) = f0 + g · d + ½ dᵀ H d.

Newton's method goes to the point where this model is smallest. If f has third derivatives, f(x + d) − m(d) is of the
order of |d|³: with half the step, an eighth of the error.

* dX (K, n) holds K steps d, a row for each: steps away from x, not points. The result (K,) has the model's value for
  each of them.
* H (n, n) is taken as it is: all of its entries count, also if it is not symmetric.
* n and K are at least 1. All is float64, in tiny units or in huge ones.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix A, on Taylor's theorem in several
variables.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def taylor_model(f0: float, g: Array, H: Array, dX: Array) -> Array:
    """Return the values of Taylor's polynomial of degree two at K steps.

    Parameters
    ----------
    f0 : float
        The value where the steps begin.
    g : (n,)
        The gradient there.
    H : (n, n)
        The Hessian there.
    dX : (K, n)
        Steps.

    Returns
    -------
    m : (K,)
        f0 + g · d + ½ dᵀ H d for each row d.

    Examples
    --------
    x² y near (1, 2): the value is 2, the gradient (4, 1), the Hessian [[4, 2], [2, 0]]. A step of ½ to the right leads
    to 2 + 2 + ½ · 4 · ¼ = 4.5; at (1.5, 2) the function is 4.5. A step along (½, 1) leads to 6.5, and the function is
    6.75.

    >>> g, H = np.array([4.0, 1.0]), np.array([[4.0, 2.0], [2.0, 0.0]])
    >>> taylor_model(2.0, g, H, np.array([[0.5, 0.0], [0.5, 1.0]])).tolist()
    [4.5, 6.5]
    """
    raise NotImplementedError

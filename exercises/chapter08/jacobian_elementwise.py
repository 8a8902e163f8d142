"""The Jacobian of a function that acts entry by entry.

Activation functions take a vector x (n,) and treat every entry alike: y[i] = f(x[i]). What does the Jacobian
J[i, j] = ∂y[i]/∂x[j] look like? How much does y[2] change if x[5] moves?

The derivative of f is handed over as a function df, which acts entry by entry as well: df(x) is the array (n,) of the
slopes f′(x[0]), …, f′(x[n−1]).

* J is the whole matrix, (n, n), also where it is zero: exactly zero.
* df is given arrays (n,).

References
----------
Kneusel, Math for Deep Learning, chapter 8, on functions applied entry by entry. Liquet, Moka, Nazarathy, Mathematical
Engineering of Deep Learning, appendix A.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def jacobian_elementwise(df: Callable[[Array], Array], x: Array) -> Array:
    """Return the Jacobian of y[i] = f(x[i]).

    Parameters
    ----------
    df : callable
        f′, entry by entry: takes an array (n,), returns an array (n,).
    x : (n,)

    Returns
    -------
    J : (n, n)
        J[i, j] = ∂y[i]/∂x[j].

    Examples
    --------
    f(x) = x² has f′(x) = 2x:

    >>> jacobian_elementwise(lambda x: 2 * x, np.array([3.0, -1.0])).tolist()
    [[6.0, 0.0], [0.0, -2.0]]
    """
    raise NotImplementedError

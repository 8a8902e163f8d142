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
    ### BEGIN SOLUTION
    J = np.zeros((len(x), len(x)))
    np.fill_diagonal(J, df(x))
    return J
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Nothing mixes.** y[i] = f(x[i]) knows no other entry than x[i]: ∂y[i]/∂x[j] = 0 for i ≠ j. For i = j it is the
   slope f′(x[i]), *at this entry*. So J is diagonal:

       J = diag(f′(x[0]), …, f′(x[n−1])).

2. **A product that need not be one.** J v has the entries f′(x[i]) v[i]: it is f′(x) ∘ v, entry by entry. That is why
   programs never build this matrix. A backward pass through an activation multiplies two arrays of n numbers; with J it
   would take n² numbers, nearly all of them zero.

>>> J = jacobian_elementwise(lambda x: 1 - np.tanh(x) ** 2, np.array([0.0, 1.0, -2.0]))
>>> J.round(3).tolist()
[[1.0, 0.0, 0.0], [0.0, 0.42, 0.0], [0.0, 0.0, 0.071]]
>>> v = np.array([5.0, 1.0, 2.0])
>>> np.allclose(J @ v, (1 - np.tanh(np.array([0.0, 1.0, -2.0])) ** 2) * v)
True

3. **The chain rule.** Two such functions one after the other: diag(f′(g(x))) diag(g′(x)) = diag(f′(g(x)) g′(x)), the
   chain rule of one variable, n times.

4. **np.diag does two things.** Of a vector it makes a matrix with this diagonal; of a matrix it takes the diagonal out.

>>> np.diag(np.array([1.0, 2.0])).tolist(), np.diag(np.array([[1.0, 9.0], [9.0, 2.0]])).tolist()
([[1.0, 0.0], [0.0, 2.0]], [1.0, 2.0])
"""
### END EXPLANATION

"""The Hessian times a vector.

A function of n variables has a Hessian H of n² entries. For n = 10⁶, nobody can store it. But what Newton's method,
conjugate gradients and power iteration want is H v for one vector v at a time, and that is how the gradient changes
along v:

    H v = d/dt ∇f(x + t v) at t = 0.

Given is grad, a function that returns ∇f at a point (n,), as an array (n,); x (n,), whose entries are around 1 in size;
and v (n,), as long or as short as it likes, from 10⁻⁸ to 10¹⁰. grad is a black box: it takes real numbers, and what is
in it isn't known. It is expensive, so it may be called twice at most. Six digits are asked for: the error may be 10⁻⁵
times the largest entry of H v.

If v is 0, H v is 0. All gradients are smooth everywhere, but far from x they change otherwise than at x: keep the two
points near x.

References
----------
Pearlmutter, Fast exact multiplication by the Hessian (1994). Liquet, Moka, Nazarathy, Mathematical Engineering of Deep
Learning, 4.4. Nocedal, Wright, Numerical Optimization, 8.1.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def hessian_vector_product(grad: Callable[[Array], Array], x: Array, v: Array) -> Array:
    """Return H v, to six digits, with two calls of grad at most.

    Parameters
    ----------
    grad : callable
        ∇f: takes (n,), returns (n,).
    x : (n,) float64
        Where the Hessian is taken; entries around 1 in size.
    v : (n,) float64
        Any vector, also 0.

    Returns
    -------
    Hv : (n,) float64

    Examples
    --------
    f(x) = x₀² x₁ has H = [[2 x₁, 2 x₀], [2 x₀, 0]]; at (1, 3) the first column is (6, 2).

    >>> def grad(x):
    ...     return np.array([2 * x[0] * x[1], x[0] ** 2])
    >>> hessian_vector_product(grad, np.array([1.0, 3.0]), np.array([1.0, 0.0])).round(4).tolist()
    [6.0, 2.0]
    """
    raise NotImplementedError

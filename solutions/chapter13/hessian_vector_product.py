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
    ### BEGIN SOLUTION
    size = float(np.max(np.abs(v)))
    if size == 0:
        return np.zeros_like(v)
    h = 1e-5 / size
    return (grad(x + h * v) - grad(x - h * v)) / (2.0 * h)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A derivative along a line.** Let φ(t) = ∇f(x + t v). By the chain rule φ′(0) = H v. A central difference gives it:

       (∇f(x + h v) − ∇f(x − h v)) / (2 h) = H v + O(h²).

2. **How far to go.** What counts is how far the two points are from x: h ‖v‖. With a distance s the truncation is about
   s², and rounding about 10⁻¹⁶/s, both relative; s = 10⁻⁵ leaves 10⁻¹⁰ of one and 10⁻¹¹ of the other.

3. **So h depends on v.** A fixed h = 10⁻⁵ with ‖v‖ = 10⁴ goes 0.1 far, where the function is another one; with
   ‖v‖ = 10⁻⁸ it goes 10⁻¹³ far, where all digits cancel. h = 10⁻⁵/max|v| always goes equally far.

4. **v = 0** would be 0/0. There is nothing to compute: H 0 = 0.

5. **What it costs:** two gradients, whatever n. Column by column, H would cost 2 n.

6. **What to test.** H v is linear in v, and H is symmetric: u · H v = v · H u. For squares it is exact up to rounding.

With f(x) = x₀⁴: H = 12 x₀² = 48 at x₀ = 2, and a large v changes nothing but the size.

>>> def grad(x):
...     return 4 * x**3
>>> x = np.array([2.0])
>>> [float(hessian_vector_product(grad, x, np.array([v])).round(3 - e)[0] / v) for v, e in ((1.0, 0), (1e4, 4))]
[48.0, 48.0]
>>> h, v = 1e-5, np.array([1e4])  # a fixed h: the points are 0.1 away from x
>>> float(((grad(x + h * v) - grad(x - h * v)) / (2 * h) / v)[0].round(3))
48.04
"""
### END EXPLANATION

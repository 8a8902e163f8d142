"""The cross product.

In space, and in space only, two vectors have a product that is a vector again: it stands at right angles to both of
them, and is as long as the parallelogram that they span is large. With entries counted from 0,

    u × v = ( u[1] v[2] − u[2] v[1],   u[2] v[0] − u[0] v[2],   u[0] v[1] − u[1] v[0] ).

Of the two directions that are at right angles to a plane it takes that of the right hand: if the thumb is u and the
forefinger v, the middle finger is u × v. For the axes,

    e₀ × e₁ = e₂,        e₁ × e₂ = e₀,        e₂ × e₀ = e₁.

* The order counts: v × u = −(u × v). Of parallel vectors it is the zero vector.
* The components are what products and differences of the entries are: integers (int64) if u and v both hold integers,
  float64 otherwise. Those of integers fit into an int64, and are exact.

u and v have three entries.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on the cross product.
"""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64] | NDArray[np.int64]


def cross_product(u: Vector, v: Vector) -> Vector:
    """Return the cross product of two vectors in space.

    Parameters
    ----------
    u, v : (3,), floats or integers

    Returns
    -------
    w : (3,), integers if both are, float64 otherwise
        u × v.

    Examples
    --------
    0 · 0 − 0 · 3, 0 · 1 − 2 · 0 and 2 · 3 − 0 · 1:

    >>> cross_product(np.array([2, 0, 0]), np.array([1, 3, 0])).tolist()
    [0, 0, 6]
    """
    ### BEGIN SOLUTION
    x = u[1] * v[2] - u[2] * v[1]
    y = u[2] * v[0] - u[0] * v[2]
    z = u[0] * v[1] - u[1] * v[0]
    return np.array([x, y, z])
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **At right angles to both.** Put the formula into u · (u × v): u[0] u[1] v[2] − u[0] u[2] v[1] + u[1] u[2] v[0] −
   u[1] u[0] v[2] + u[2] u[0] v[1] − u[2] u[1] v[0]. Every product is there twice, with both signs: the sum is 0.

>>> u, v = np.array([1, 2, 3]), np.array([4, 5, 7])
>>> w = cross_product(u, v)
>>> w.tolist(), int(u @ w), int(v @ w)
([-1, 5, -3], 0, 0)

2. **One line, three times.** The first component is u[1] v[2] − u[2] v[1]. The others follow by going round, 0 → 1 → 2
   → 0, with every index:

       0:  1 2 − 2 1        1:  2 0 − 0 2        2:  0 1 − 1 0

   The middle one is where this goes wrong: whoever writes the smaller index first has u[0] v[2] − u[2] v[0], which is
   its negative. As a determinant, the middle column has a minus for the same reason.

3. **How long it is.** Lagrange's identity, found by multiplying out, is

       ‖u × v‖² = ‖u‖² ‖v‖² − (u · v)² = ‖u‖² ‖v‖² (1 − cos² t) = (‖u‖ ‖v‖ sin t)²,

   and ‖u‖ ‖v‖ sin t is base times height of the parallelogram. It knows nothing of signs: a wrong sign has the same
   length.

>>> int(w @ w), int((u @ u) * (v @ v) - (u @ v) ** 2)
(35, 35)

4. **As a matrix.** u × v is linear in v, so it is a matrix times v, one that is the negative of its transpose:

>>> U = np.array([[0, -3, 2], [3, 0, -1], [-2, 1, 0]])  # of u = (1, 2, 3)
>>> (U @ v).tolist()
[-1, 5, -3]

With numbers: u = (2, 0, 0) and v = (1, 3, 0) lie in the plane of the first two axes; the parallelogram has base 2 and
height 3, and u × v = (0, 0, 6).
"""
### END EXPLANATION

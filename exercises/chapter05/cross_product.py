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
    raise NotImplementedError

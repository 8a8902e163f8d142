"""The inner product, and the angle between two vectors.

The inner product of two vectors of the same length multiplies them entry by entry and adds:

    u · v = Σ_i u[i] v[i].

It is a number, and it knows geometry. If t is the angle between u and v, then

    u · v = ‖u‖ ‖v‖ cos t.

So the sign tells whether two vectors point to the same side (t < π/2), and 0 that they stand at right angles. Work out
both, the inner product and the angle.

* The angle is in radians, from 0 (the same direction) to π (the opposite one).
* If u or v is the zero vector there is no angle: raise ValueError. However short another vector is, there is one.
* u and v hold floats or integers (int64), of which both results are numbers like any other. Sums of squares fit into an
  int64, products of these need not.

Mind rounding. For vectors of the same direction, the cosine that a computer finds is 1.0000000000000002 now and then,
which is no cosine of anything, and its arccos is NaN. Very near to 0 and to π, the angle need not be better than 1e-7:
more is not to be had from a cosine.

u and v have the same length, 1 at least. Entries are 0 or between 1e-70 and 1e70 in modulus, so that products of
squares neither overflow nor vanish.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on the inner product.
"""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64 | np.int64]


def inner_and_angle(u: Vector, v: Vector) -> tuple[float, float]:
    """Return the inner product of two vectors and the angle between them.

    Parameters
    ----------
    u, v : (n,), floats or integers

    Returns
    -------
    dot : float
        u · v.
    angle : float
        In radians, from 0 to π.

    Raises
    ------
    ValueError
        If u or v is the zero vector.

    Examples
    --------
    1 · 1 + 0 · 1 = 1, the lengths are 1 and √2, and 1/√2 is the cosine of π/4, 45°:

    >>> dot, angle = inner_and_angle(np.array([1.0, 0.0]), np.array([1.0, 1.0]))
    >>> float(dot), round(float(angle), 6)
    (1.0, 0.785398)
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    dot, lengths = float(u @ v), np.linalg.norm(u) * np.linalg.norm(v)
    if lengths == 0:
        raise ValueError("the zero vector has no direction")
    cosine = np.clip(dot / lengths, -1.0, 1.0)
    return dot, float(np.arccos(cosine))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why there is a cosine in it.** u, v and v − u make a triangle, and t is opposite to v − u. The law of cosines says

       ‖v − u‖² = ‖u‖² + ‖v‖² − 2 ‖u‖ ‖v‖ cos t,

   and multiplying out says ‖v − u‖² = (v − u) · (v − u) = ‖v‖² + ‖u‖² − 2 u · v. So u · v = ‖u‖ ‖v‖ cos t, in the plane
   and, since two vectors always lie in a plane, in n dimensions.

2. **The angle.** cos t = u · v / (‖u‖ ‖v‖), and arccos takes that back to t, from 0 to π. Both lengths have to go: with
   one of them left, a longer vector would change the angle. Twice one vector has the same angle with itself as once:

>>> u, v = np.array([1.0, 0.0]), np.array([1.0, 1.0])
>>> [round(inner_and_angle(c * u, v)[1], 6) for c in (1.0, 2.0, 1000.0)]
[0.785398, 0.785398, 0.785398]

3. **A cosine above 1.** For u = (1, 1, 1), u · u = 3 and ‖u‖ = √3. But a root that has been rounded, squared, need not
   give back what it was the root of:

>>> u = np.ones(3)
>>> (u @ u / (np.linalg.norm(u) * np.linalg.norm(u))).item(), inner_and_angle(u, u)[1]
(1.0000000000000002, 0.0)

   `np.clip(cosine, -1, 1)` moves only what can't be a cosine.

4. **How good the angle is.** cos t ≈ 1 − t²/2 for small t. An error of 1e-16 in the cosine is an error of √2e-16, about
   1e-8, in an angle of 0. (Where that is too much, 2 arctan2(‖û − v̂‖, ‖û + v̂‖) with the unit vectors û and v̂ is right
   to 1e-16 everywhere.)

5. **Degrees, and other arcs.** π is 180°. arcsin gives π/2 − t: it is 0 for a right angle, and negative beyond.

With numbers: u = (1, 0), v = (1, 1): u · v = 1, ‖u‖ = 1, ‖v‖ = √2 = 1.414, cos t = 0.707, t = π/4 = 0.785.
"""
### END EXPLANATION

"""The projection of one vector onto another.

Let the sun stand straight above the line through v. The shadow that u throws on this line is the projection of u onto
v: the multiple of v that is nearest to u, so that what is left of u stands at right angles to v. It is

    p = (u · v) / (v · v) · v,        (u − p) · v = 0.

With it a vector is split into what goes along a direction and what goes across. Least squares and principal components
are made of this, and the orthogonal bases of the next chapter.

* It is the line that counts: v and −7 v have the same shadows on them.
* p is a vector, float64 also if u and v hold integers (int64).
* On the zero vector there is no shadow: if v is 0, raise ValueError. However short another v is, it has a line. u may
  be 0, and p is 0 then.

u and v have the same length, 1 at least. Entries are 0 or between 1e-70 and 1e70 in modulus, so that no product
overflows or vanishes. Integers are small.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on projection.
"""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64 | np.int64]


def project_onto(u: Vector, v: Vector) -> NDArray[np.float64]:
    """Return the projection of u onto the line through v.

    Parameters
    ----------
    u : (n,), floats or integers
        What is projected.
    v : (n,), floats or integers
        What it is projected onto.

    Returns
    -------
    p : (n,), float64

    Raises
    ------
    ValueError
        If v is the zero vector.

    Examples
    --------
    u · v = 3 · 2 + 4 · 0 = 6 and v · v = 4, so p is 1.5 times v:

    >>> project_onto(np.array([3.0, 4.0]), np.array([2.0, 0.0])).tolist()
    [3.0, 0.0]
    """
    ### BEGIN SOLUTION
    if not np.any(v):
        raise ValueError("there is no projection onto the zero vector")
    factor = (u @ v) / (v @ v)
    p: NDArray[np.float64] = factor * v
    return p
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The condition decides.** p lies on the line, so p = c v with some number c. What is left, u − c v, is to stand at
   right angles to v:

       0 = (u − c v) · v = u · v − c v · v,    so    c = (u · v) / (v · v).

   v · v is ‖v‖², and not ‖v‖: v stands twice in the formula, once in u · v and once behind c, and each of them brings
   its length along. If v has length 1 both are the same, which is why that mistake lives long.

>>> u, v = np.array([3.0, 4.0]), np.array([2.0, 0.0])
>>> (u @ v / (v @ v) * v).tolist(), (u @ v / np.linalg.norm(v) * v).tolist()
([3.0, 0.0], [6.0, 0.0])

2. **Nearest.** For any other point c′ v of the line, Pythagoras says ‖u − c′ v‖² = ‖u − p‖² + ‖p − c′ v‖², as u − p is
   at right angles to the line. That is smallest for c′ = c.

3. **Only the line counts.** For a v in (u · v) / (v · v) · v the factor comes out as a · a / a², which is 1, also if a
   is negative.

>>> [(project_onto(u, a * v) + 0.0).tolist() for a in (1.0, 100.0, -7.0)]
[[3.0, 0.0], [3.0, 0.0], [3.0, 0.0]]

4. **Twice is once.** p lies on the line already, and is its own shadow. What is left has none.

>>> p = project_onto(u, v)
>>> project_onto(p, v).tolist(), project_onto(u - p, v).tolist()
([3.0, 0.0], [0.0, 0.0])

5. **As a matrix.** (u · v) v = v (vᵀ u) = (v vᵀ) u. So P = v vᵀ / (v · v) projects every u, and step 4 says P P = P.

With numbers: u = (3, 4), v = (2, 0): u · v = 6, v · v = 4, p = 1.5 · (2, 0) = (3, 0), and u − p = (0, 4), which goes
straight up.
"""
### END EXPLANATION

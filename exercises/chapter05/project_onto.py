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
    raise NotImplementedError

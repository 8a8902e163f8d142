"""Unit vectors.

A vector has a length and a direction. Its length, or norm, is what Pythagoras says,

    ‖v‖ = √(v[0]² + v[1]² + … + v[n−1]²),

and its direction is what remains when the length is divided out: the unit vector

    v / ‖v‖,

which points where v points, and has length 1. Unit vectors are what directions are compared by: gradients that are
clipped, axes that data are projected on, embeddings of words.

* The zero vector points nowhere: raise ValueError. However short another vector is, it has a direction.
* v holds floats or integers (int64). The result is float64 all the same, and v stays as it was.

v has at least one entry. Entries are 0 or between 1e-120 and 1e120 in modulus, so that squares neither overflow nor
vanish. Integers are small.

References
----------
Kneusel, Math for Deep Learning, chapter 5, on magnitude and unit vectors.
"""

import numpy as np
from numpy.typing import NDArray


def unit_vector(v: NDArray[np.float64 | np.int64]) -> NDArray[np.float64]:
    """Return the vector of length 1 that points where v points.

    Parameters
    ----------
    v : (n,), floats or integers

    Returns
    -------
    unit : (n,), float64

    Raises
    ------
    ValueError
        If all entries of v are 0.

    Examples
    --------
    The squares of 3 and −4 are 9 and 16, and ‖v‖ = √25 = 5:

    >>> unit_vector(np.array([3, -4])).tolist()
    [0.6, -0.8]
    """
    ### BEGIN SOLUTION
    length = np.linalg.norm(v)
    if length == 0:
        raise ValueError("the zero vector has no direction")
    unit: NDArray[np.float64] = v / length
    return unit
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The length.** In the plane, (3, −4) is the long side of a right triangle whose short sides are 3 and 4: √(9 + 16) =
   5. In n dimensions Pythagoras' theorem is used n − 1 times, and the squares of all entries are added.

2. **A factor comes out of the norm.** ‖c v‖ = √(c² v[0]² + …) = |c| ‖v‖. With c = 1 / ‖v‖ the length becomes 1, and as
   c is positive the direction stays:

       ‖ v / ‖v‖ ‖ = ‖v‖ / ‖v‖ = 1.

>>> v = np.array([3.0, -4.0])
>>> np.linalg.norm(v).item(), np.linalg.norm(v / np.linalg.norm(v)).item()
(5.0, 1.0)

3. **Other sizes.** Σ |v[i]| and max |v[i]| are norms as well, and v divided by them points where v points. But it ends
   on a diamond or on a square, and not on the circle. v · v is the square of the length: divided by it, (3, −4) gets
   the length 1/5.

>>> [(v / size).tolist() for size in (np.abs(v).sum(), np.abs(v).max(), v @ v)]
[[0.42857142857142855, -0.5714285714285714], [0.75, -1.0], [0.12, -0.16]]

4. **Nowhere.** 0 / 0 is NaN, which goes through all that is calculated afterwards, and is found hours later. And a
   small number added below, v / (‖v‖ + 1e-8), hides the zero vector and shortens every other one: of length 1e-8, half
   remains.

>>> short = np.array([3e-9, -4e-9])
>>> np.round(short / (np.linalg.norm(short) + 1e-8), 3).tolist(), np.round(unit_vector(short), 3).tolist()
([0.2, -0.267], [0.6, -0.8])

With numbers: v = (3, −4) has the squares 9 and 16, the length 5, and the unit vector (3/5, −4/5).
"""
### END EXPLANATION

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
    raise NotImplementedError

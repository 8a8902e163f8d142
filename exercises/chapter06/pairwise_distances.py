"""All distances between two sets of points.

Between n points A and m points B with D coordinates each there are n · m distances, from each point of A to each of B.
They make a table (n, m):

    distances[i, j] = ‖A[i] − B[j]‖ = √ Σ_d (A[i, d] − B[j, d])².

This is Euclid's distance, the 2-norm of a difference. Nearest neighbours are found in such a table, points are sorted
into clusters by it, and kernels are functions of it.

* Points are rows. A's go down, B's across. n, m and D are at least 1; A and B have the same D, and are float64.
* Points that are equal have the distance 0: never NaN, and nothing that is more than rounding. If you multiply out,
  ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a · b, rounding may leave less than 0 of it, and a negative number has no root: don't let
  it through. This way a distance of 0 comes out as up to 10⁻⁷ times the largest coordinate, which is let pass.
* The result is float64.

References
----------
Kneusel, Math for Deep Learning, chapter 6, norms and distances.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def pairwise_distances(A: Array, B: Array) -> Array:
    """Return the Euclidean distance of every point of A from every point of B.

    Parameters
    ----------
    A : (n, D)
        Points, one a row.
    B : (m, D)
        Others.

    Returns
    -------
    distances : (n, m)
        distances[i, j] is that of A[i] from B[j].

    Examples
    --------
    >>> A, B = np.array([[0.0, 0.0], [3.0, 0.0]]), np.array([[3.0, 4.0], [0.0, 0.0], [3.0, 1.0]])
    >>> pairwise_distances(A, B).round(3).tolist()
    [[5.0, 0.0, 3.162], [4.0, 3.0, 1.0]]
    """
    raise NotImplementedError

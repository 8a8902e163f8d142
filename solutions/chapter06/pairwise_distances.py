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
    ### BEGIN SOLUTION
    differences = A[:, np.newaxis] - B
    distances: Array = np.sqrt(np.sum(differences**2, axis=2))
    return distances
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Line up the shapes.** With a new axis, A is (n, 1, D). B is (m, D), which counts as (1, m, D). Their difference is
   (n, m, D): a vector for each pair. Square it, sum over the last axis, take the root: the order of these three is the
   whole formula.

>>> A, B = np.array([[0.0, 0.0], [3.0, 0.0]]), np.array([[3.0, 4.0], [0.0, 0.0], [3.0, 1.0]])
>>> (A[:, np.newaxis] - B).shape
(2, 3, 2)

2. **By hand.** From (3, 0) to (3, 1): the differences are 0 and −1, their squares 0 and 1, the root of the sum is 1.
   From (0, 0) to (3, 1): √(9 + 1) = 3.162.

3. **Multiplied out**, the squared distance is ‖a‖² + ‖b‖² − 2 a · b. All products a · b together are A Bᵀ, one product
   of matrices, and no array of n · m · D numbers is needed. For large sets this is many times as fast.

>>> squares = np.sum(A**2, axis=1)[:, np.newaxis] + np.sum(B**2, axis=1) - 2 * A @ B.T
>>> np.sqrt(squares).round(3).tolist()
[[5.0, 0.0, 3.162], [4.0, 3.0, 1.0]]

4. **What that costs.** The three terms are rounded, each by about 10⁻¹⁶ of its size. If a and b are close, they cancel,
   and their rounding is what is left: the squared distance is off by 10⁻¹⁶ ‖a‖², whatever it is. It may be negative: so
   clip it, `np.maximum(squares, 0)`. And a distance of 0 comes out as √(10⁻¹⁶ ‖a‖²) = 10⁻⁸ ‖a‖, for a root makes much
   of what is small: half of the digits are gone. Far from the origin it is worse: here are two points 0.001 apart,
   around 1000.

>>> a, b = np.array([1000.0, 1000.0]), np.array([1000.0, 1000.001])
>>> one, other = np.sqrt(np.sum((a - b) ** 2)), np.sqrt(a @ a + b @ b - 2 * a @ b)
>>> bool(abs(one - 0.001) < 1e-12), bool(abs(other - 0.001) < 1e-12)
(True, False)

   Distances don't change if all points are shifted: subtract the mean of all points first, and most of the loss is
   gone.

5. **Laws.** d(a, b) = d(b, a), d(a, a) = 0, and a detour is never shorter: d(a, c) ≤ d(a, b) + d(b, c). Neither a shift
   of all points nor a rotation changes anything; points that are t times as far out are t times as far apart.
"""
### END EXPLANATION

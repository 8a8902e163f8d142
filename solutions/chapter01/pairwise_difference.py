"""All differences of two lists.

Given n numbers a and m numbers b, their differences make a table (n, m), each number of a with each of b:

    D[i, j] = a[i] − b[j].

From such tables distances between points are computed, kernels, and comparisons of every sample of one group with every
sample of another. No loop is needed: NumPy *broadcasts*. Shapes are lined up from the right, an axis of length 1 is
repeated as often as the other array needs, and missing axes on the left count as 1. So (n, 1) with (m,) makes (n, m).
And (n,) with (m,) makes nothing at all, or, if n and m happen to be equal, something else than is wanted.

* The first list goes down, the second one across; the sign is that of a[i] − b[j].
* D is float64 whatever a and b are, and so is the subtraction: both may hold integers, also unsigned ones, for which
  NumPy says that 3 − 5 is 254. (Integers are small enough to be float64 exactly.)

Each list has at least one entry.

References
----------
Kneusel, Math for Deep Learning, chapter 1.
"""

import numpy as np
from numpy.typing import NDArray


def pairwise_difference(
    a: NDArray[np.float64 | np.integer], b: NDArray[np.float64 | np.integer]
) -> NDArray[np.float64]:
    """Return the difference of every entry of a and every entry of b.

    Parameters
    ----------
    a : (n,), floats or integers
    b : (m,), floats or integers

    Returns
    -------
    D : (n, m), float64
        D[i, j] = a[i] − b[j].

    Examples
    --------
    >>> pairwise_difference(np.array([10.0, 20.0]), np.array([1.0, 2.0, 3.0])).tolist()
    [[9.0, 8.0, 7.0], [19.0, 18.0, 17.0]]
    >>> pairwise_difference(np.array([3], dtype=np.uint8), np.array([5], dtype=np.uint8)).tolist()
    [[-2.0]]
    """
    ### BEGIN SOLUTION
    column: NDArray[np.float64] = a.astype(np.float64)[:, np.newaxis]
    return column - b.astype(np.float64)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Line up the shapes from the right.** a has shape (n,). With a new axis behind it, `a[:, np.newaxis]`, it is a
   column, (n, 1); b is (m,), which counts as (1, m).

       (n, 1)   the second axis is repeated m times:  entry (i, j) is a[i]
       (1, m)   the first axis is repeated n times:   entry (i, j) is b[j]

   Nothing is copied for that. The result is (n, m), with a[i] − b[j] at (i, j).

>>> a, b = np.array([10.0, 20.0]), np.array([1.0, 2.0, 3.0])
>>> a[:, np.newaxis].shape, np.broadcast_shapes((2, 1), (3,))
((2, 1), (2, 3))

2. **Without the new axis** (2,) and (3,) don't fit: NumPy raises ValueError, which is lucky. Two lists of the same
   length are paired instead, entry by entry, and nothing is raised:

>>> (np.array([10.0, 20.0]) - np.array([1.0, 2.0])).tolist()
[9.0, 18.0]

   A square case hides this mistake, and a transposed table as well: (m, n) is (n, m) there.

3. **Unsigned integers have no negatives.** uint8 counts modulo 256, so 3 − 5 becomes 254; and the difference is made
   before anything is cast, if the cast stands outside the brackets.

>>> three, five = np.array([3], dtype=np.uint8), np.array([5], dtype=np.uint8)
>>> (three - five).astype(float).tolist(), (three.astype(float) - five.astype(float)).tolist()
([254.0], [-2.0])

4. **Laws.** Exchanging the lists turns the table over and changes the sign, D(a, b) = −D(b, a)ᵀ. So D(a, a) has zeros
   on its diagonal. And ways add up: (a[i] − b[j]) + (b[j] − c[k]) = a[i] − c[k].

>>> D = pairwise_difference
>>> np.array_equal(D(a, b), -D(b, a).T), np.diag(D(b, b)).tolist()
(True, [0.0, 0.0, 0.0])
"""
### END EXPLANATION

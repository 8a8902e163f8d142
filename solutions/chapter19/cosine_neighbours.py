"""Nearest neighbours by cosine.

Where names have vectors, as the rows of an embedding E (vocab, D), names that are used alike should have vectors of
similar directions. How long they are says something else (how frequent a word is, for instance). So the similarity of
two rows is the cosine of the angle between them,

    cos(u, v) = u · v / (‖u‖ ‖v‖),

from −1 to 1. Return the k ids whose rows are most similar to row i, the most similar first. i itself is not among them,
though nothing is more similar; other ids are, also if their row is a multiple of row i.

* 1 ≤ k ≤ vocab − 1, and 0 ≤ i < vocab. No row is zero.
* No two similarities that matter are equal, so that the order is not in doubt.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (word embeddings). Mikolov et al.,
Efficient Estimation of Word Representations in Vector Space (2013).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ids = NDArray[np.int64]


def cosine_neighbours(E: Array, i: int, k: int) -> Ids:
    """Return the ids of the k rows that are most similar to row i.

    Parameters
    ----------
    E : (vocab, D)
        No row is zero.
    i : int
        Whose neighbours.
    k : int
        How many.

    Returns
    -------
    ids : (k,) int
        By falling similarity, without i.

    Examples
    --------
    Row 0 points to the right. Row 1 is far away, but in the same direction; row 2 is near, and points up.

    >>> E = np.array([[1.0, 0.0], [9.0, 1.0], [0.5, 1.0], [-1.0, 0.0]])
    >>> cosine_neighbours(E, 0, 2).tolist()
    [1, 2]
    """
    ### BEGIN SOLUTION
    directions = E / np.linalg.norm(E, axis=1, keepdims=True)
    similarities = directions @ directions[i]
    similarities[i] = -np.inf
    return np.argsort(-similarities, kind="stable")[:k]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Lengths out of the way.** Divide every row by its own length; what is left is a direction. The product of two
   directions is the cosine, and all of them at once are one product of a matrix with a vector.

2. **Which lengths matter?** ‖E[i]‖ is the same factor in all similarities, and changes no order. The others do: without
   them, long rows are found everywhere. Dividing by ‖E[i]‖ alone does nothing at all.

>>> E = np.array([[1.0, 0.0], [9.0, 9.0], [0.5, 0.1]])
>>> (E @ E[0]).tolist()  # row 1 seems nearer, as it is long
[1.0, 9.0, 0.5]
>>> cosine_neighbours(E, 0, 1).tolist()
[2]

3. **Leave i out by its id**, not by its place in the order. Its similarity is 1, up to rounding; so is that of a
   multiple of it, which may come out first. Dropping "the first" would then drop a neighbour, and keep i.

4. **Distances.** For directions, ‖u − v‖² = 2 − 2 cos: of directions, the nearest are the most similar. Of rows with
   their lengths that is not so.

5. **Largest first.** argsort goes from small to large: sort −similarities, or read it from the end. For few out of
   many, argpartition finds the k largest without sorting the rest; these still have to be put in order.
"""
### END EXPLANATION

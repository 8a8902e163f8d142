"""Rows and columns of a table.

Of a table X (N, D), certain samples and certain features are wanted: the samples for which a condition holds, given as
a mask of N bools, and the features by their numbers, in the order that is wanted. What comes out is the table

    S[i, j] = X[rows[i], cols[j]],

where rows are the places at which the mask is True, from top to bottom: *every* chosen row meets *every* chosen
column. With r True entries and k columns, S is (r, k).

NumPy's indexing is made of two different things. A slice or a mask along one axis chooses along that axis. But two
lists of indices in one pair of brackets are paired, entry by entry, as coordinates of single points: X[[0, 2], [1, 3]]
is two numbers, not four. Find out which of the two `X[row_mask, cols]` is.

* Columns come in the order of cols, as often as they are named there. Negative numbers count from the end.
* If the mask is True nowhere, S has no rows and still k columns: (0, k). If cols is empty, S is (r, 0).
* S has the dtype of X, whatever that is.
* S is a table of its own: what is written to it does not show in X.

References
----------
Kneusel, Math for Deep Learning, chapter 1.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Entry = TypeVar("Entry", bound=np.generic)


def select_submatrix(X: NDArray[Entry], row_mask: NDArray[np.bool_], cols: NDArray[np.int64]) -> NDArray[Entry]:
    """Return the rows of X that are masked True, and of these the columns in `cols`.

    Parameters
    ----------
    X : (N, D), any dtype
    row_mask : (N,), bools
        True in r places.
    cols : (k,), integers
        From −D to D − 1, in any order, repeated or not.

    Returns
    -------
    S : (r, k), dtype of X
        A copy.

    Examples
    --------
    Rows 0 and 2; the last column, and then the first:

    >>> X = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    >>> select_submatrix(X, np.array([True, False, True]), np.array([-1, 0])).tolist()
    [[3, 1], [9, 7]]
    """
    ### BEGIN SOLUTION
    return X[row_mask][:, cols]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A mask is a list of indices.** `X[:, mask]` and `X[mask]` choose where the mask is True: the same as indexing with
   `np.flatnonzero(mask)`, the places of True, in order.

>>> X = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
>>> mask, cols = np.array([True, False, True]), np.array([2, 0])
>>> rows = np.flatnonzero(mask)
>>> rows.tolist()
[0, 2]

2. **Two lists are paired.** `X[rows, cols]` is broadcast like a sum of the two lists: entry i is X[rows[i], cols[i]].
   Here it picks the points (0, 2) and (2, 0). With lists of different lengths there is nothing to pair, an IndexError.

>>> X[mask, cols].tolist()
[3, 7]

3. **One axis after the other.** X[mask] is the table (r, D) of the chosen rows, `[:, cols]` takes columns of that. Each
   bracket holds one list only, so nothing is paired.

>>> X[mask][:, cols].tolist()
[[3, 1], [9, 7]]

4. **Or a grid.** If rows stand in a column, (r, 1), and cols in a row, (k,), then broadcasting gives all r · k pairs.
   That is what `np.ix_` makes of two lists.

>>> X[rows[:, None], cols].tolist() == X[np.ix_(mask, cols)].tolist() == [[3, 1], [9, 7]]
True

5. **What is copied.** Indexing with a mask or a list always copies, as the entries may lie anywhere. A slice never
   does: it is a window on the same memory. So S is safe to write to, and X[0:2] would not be.

>>> S = select_submatrix(X, mask, cols)
>>> np.shares_memory(S, X), np.shares_memory(X[0:2], X)
(False, True)

6. **Bools are numbers, too.** As integers, True and False are 1 and 0: `X[mask.astype(int)]` is no choice of rows, but
   rows 1, 0 and 1. Which of the two is meant, NumPy reads off the dtype.

>>> X[mask.astype(int)].tolist()
[[4, 5, 6], [1, 2, 3], [4, 5, 6]]
"""
### END EXPLANATION

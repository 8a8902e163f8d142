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
    raise NotImplementedError

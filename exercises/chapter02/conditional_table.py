"""Conditional distributions of a table.

J (A, B) is the joint distribution of two quantities, J[i, j] = P(first = i and second = j), one row for each value of
the first, one column for each value of the second. If the first is known to be i, only row i is left of the table. Its
entries keep their proportions and have to sum to 1 again:

    P(second = j | first = i) = J[i, j] / Σ_j′ J[i, j′]        given = "row",

so each row is divided by its own sum, which is the marginal probability of what is given. If it is the second that is
known, each column is divided by its own sum:

    P(first = i | second = j) = J[i, j] / Σ_i′ J[i′, j]        given = "col".

* given="row" returns a table whose rows sum to 1, given="col" one whose columns do. Both have the shape of J.
* What can't happen can't be given: where the sum is 0, so are all entries, and the row or column stays a row or column
  of zeros. However small a sum is, if it is not 0 it is divided by.
* Any other `given` raises ValueError.

J is float64, not negative, and sums to 1.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def conditional_table(J: Array, given: str) -> Array:
    """Return the distributions of one quantity for each value of the other.

    Parameters
    ----------
    J : (A, B)
        Joint probabilities, of sum 1.
    given : {"row", "col"}
        Which of the two quantities is known: the one that the rows belong to, or the one of the columns.

    Returns
    -------
    P : (A, B), float64
        Each row, or each column, is a distribution, or zeros if its condition is impossible.

    Raises
    ------
    ValueError
        If `given` is neither "row" nor "col".

    Examples
    --------
    >>> J = np.array([[0.25, 0.25], [0.0, 0.0], [0.125, 0.375]])
    >>> conditional_table(J, "row").tolist()
    [[0.5, 0.5], [0.0, 0.0], [0.25, 0.75]]
    >>> conditional_table(J, "col")[:, 1].tolist()
    [0.4, 0.0, 0.6]
    """
    raise NotImplementedError

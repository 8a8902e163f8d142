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
    ### BEGIN SOLUTION
    if given not in ("row", "col"):
        raise ValueError(f"given is 'row' or 'col', not {given!r}")
    total = J.sum(axis=1 if given == "row" else 0, keepdims=True)
    P: Array = np.divide(J, total, out=np.zeros(J.shape), where=total > 0)
    return P
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A quotient, entry by entry.** P(second = j | first = i) = P(first = i and second = j) / P(first = i). Above stands
   an entry of the table, below a marginal probability: the sum of the row in which the entry stands.

2. **Rows then sum to 1,** Σ_j J[i, j] / Σ_j′ J[i, j′] = 1. Columns need not: P(second = j | first = i) for all i are
   probabilities under different conditions. In the example the first column of P has 0.5 + 0 + 0.25.

3. **Shapes.** The row sums have shape (A,), and J / J.sum(axis=1) divides (A, B) by (A,): an error if A ≠ B, and if
   A = B something worse, column j divided by the sum of row j. With `keepdims=True` the sums are a column (A, 1), which
   is repeated along each row.

>>> J = np.array([[0.125, 0.375], [0.25, 0.25]])
>>> (J / J.sum(axis=1, keepdims=True)).tolist()
[[0.25, 0.75], [0.5, 0.5]]
>>> (np.array([[0.1, 0.3], [0.0, 0.6]]) / np.array([0.4, 0.6])).round(2).tolist()
[[0.25, 0.5], [0.0, 1.0]]

4. **Two different tables.** Divided by the other marginal, the same J answers the other question. Given "row", 0.375 is
   three quarters of row 0; given "col", it is 0.6 of column 1.

>>> conditional_table(J, "row")[0, 1].item(), conditional_table(J, "col")[0, 1].item()
(0.75, 0.6)

5. **Impossible and rare.** A row of zeros would be 0 / 0, NaN, and one NaN spoils everything that is computed from the
   table. `where=total > 0` leaves it out. Adding 1e-12 to the sums keeps NaN away, too, but a row that is rare, with
   the sum 1e-12, is then no distribution any more: its entries sum to 1/2.
"""
### END EXPLANATION

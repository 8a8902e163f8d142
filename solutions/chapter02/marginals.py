"""Marginal distributions of a table.

Two quantities are looked at together: the weather and whether the train is late. The table J (A, B) holds their *joint*
distribution,

    J[i, j] = P(first = i and second = j),

one row for each of the A values of the first, one column for each of the B values of the second. All entries together
sum to 1. The probability of one quantity alone is found by adding what belongs to it, whatever the other one is:

    p_A[i] = Σ_j J[i, j]        p_B[j] = Σ_i J[i, j].

In books these sums were written into the margins of the table, at the end of each row and below each column. Therefore
they are called *marginal* distributions.

p_A comes first, with one entry for each row; then p_B, with one entry for each column. Both are float64 and sum to 1,
as J does.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def marginals(J: Array) -> tuple[Array, Array]:
    """Return the distributions of two quantities, each by itself, from their joint distribution.

    Parameters
    ----------
    J : (A, B)
        Joint probabilities, not negative, of sum 1.

    Returns
    -------
    p_A : (A,), float64
        Of the quantity that the rows belong to.
    p_B : (B,), float64
        Of the quantity that the columns belong to.

    Examples
    --------
    >>> p_A, p_B = marginals(np.array([[0.25, 0.125, 0.0], [0.125, 0.25, 0.25]]))
    >>> p_A.tolist(), p_B.tolist()
    ([0.375, 0.625], [0.375, 0.375, 0.25])
    """
    ### BEGIN SOLUTION
    return J.sum(axis=1), J.sum(axis=0)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why sums.** "The first is i" happens together with "the second is 0", or with "the second is 1", and so on. These
   exclude each other, and one of them happens. So their probabilities add up: it is the rule of total probability,
   P(first = i) = Σ_j P(first = i and second = j).

2. **Which axis.** To get p_A[i], row i is added up, over all columns j: the index that goes away is the second one,
   axis 1. What is left has one entry a row, shape (A,). `sum(axis=1)` names the axis that disappears, not the one that
   stays.

>>> J = np.array([[0.25, 0.125, 0.0], [0.125, 0.25, 0.25]])
>>> J.sum(axis=1).shape, J.sum(axis=0).shape
((2,), (3,))

3. **They sum to 1.** Adding up the row sums adds all entries of the table, once each:

>>> float(J.sum(axis=1).sum()), float(J.sum(axis=0).sum())
(1.0, 1.0)

   A mean along the axis would have the sum 1 / B, and the largest entry of each row has no meaning as a probability of
   the first quantity: it is the most likely single way, not all of them.

4. **What gets lost.** Many tables have the same margins. Both of these have 1/2, 1/2 twice; in one the second quantity
   says nothing about the first, in the other everything.

>>> for table in (np.full((2, 2), 0.25), np.diag([0.5, 0.5])):
...     print([margin.tolist() for margin in marginals(table)])
[[0.5, 0.5], [0.5, 0.5]]
[[0.5, 0.5], [0.5, 0.5]]
"""
### END EXPLANATION

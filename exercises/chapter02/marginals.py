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
    raise NotImplementedError

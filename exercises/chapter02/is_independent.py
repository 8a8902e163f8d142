"""Independence, seen in a table.

Two quantities are independent if knowing one says nothing about the other: P(second = j | first = i) is the same
whatever i is, namely P(second = j). By the product rule, every entry of their joint distribution J (A, B) is then the
product of what stands in the margins,

    J[i, j] = p_A[i] p_B[j]        with p_A[i] = Σ_j J[i, j] and p_B[j] = Σ_i J[i, j],

for all i and all j: J is the outer product of its own marginal distributions. One entry that is not is enough to make
the quantities dependent.

A computed table never is a product to the last digit, and an estimated one is not even close. So a tolerance is given,
and the answer is True if and only if

    max over i, j of |J[i, j] − p_A[i] p_B[j]| ≤ tol.

That is an absolute tolerance, the same for small entries as for large ones, and nothing is added to it.

J is float64, not negative, and sums to 1; tol is 0 or more. The answer is a bool.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def is_independent(J: Array, tol: float) -> bool:
    """Tell whether a joint distribution is the product of its marginal distributions.

    Parameters
    ----------
    J : (A, B)
        Joint probabilities, of sum 1.
    tol : float
        How far an entry may be from the product, not less than 0.

    Returns
    -------
    independent : bool

    Examples
    --------
    Both tables have the marginal distributions 1/4, 3/4 and 1/2, 1/2:

    >>> bool(is_independent(np.array([[0.125, 0.125], [0.375, 0.375]]), 1e-9))
    True
    >>> bool(is_independent(np.array([[0.25, 0.0], [0.25, 0.5]]), 1e-9))
    False

    In the second one, entries are 1/8 away from the product:

    >>> bool(is_independent(np.array([[0.25, 0.0], [0.25, 0.5]]), 0.2))
    True
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    product = np.outer(J.sum(axis=1), J.sum(axis=0))
    return bool(np.max(np.abs(J - product)) <= tol)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What independence asks for.** If P(second = j | first = i) = P(second = j) for every i that is possible, then
   J[i, j] = P(second = j | first = i) P(first = i) = p_B[j] p_A[i]. The other way round, if J is that product, its rows
   divided by their sums are all p_B. And for an impossible i both sides are 0.

2. **All entries have to be looked at.** The differences J − p_A p_Bᵀ sum to 0 along each row and each column, since the
   margins are the same. So their mean says nothing, it is always 0. In a 2 × 2 table one of them decides about the
   other three, and the diagonal is enough. In a larger one it is not:

>>> J = np.outer([0.3, 0.4, 0.3], [0.2, 0.5, 0.3]) + np.array([[0, 1, -1], [-1, 0, 1], [1, -1, 0]]) / 30
>>> (J - np.outer(J.sum(axis=1), J.sum(axis=0))).round(4).tolist()[0]
[0.0, 0.0333, -0.0333]
>>> is_independent(J, 1e-9)
False

3. **Uncorrelated is less.** The covariance of the two indices, Σ (i − Σ i p_A)(j − Σ j p_B) J[i, j], is 0 for this
   table as well. For independent quantities it always is. But it is one number, a sum in which differences can cancel:

>>> i, j = np.arange(3), np.arange(3)
>>> covariance = i @ J @ j - (i @ J.sum(axis=1)) * (j @ J.sum(axis=0))
>>> bool(abs(covariance) < 1e-15)
True

4. **The tolerance.** Products are rounded: 0.1 · 0.7 computed is not 0.07. With == nearly every product would be called
   dependent. np.allclose(J, product, atol=tol) does not ask this question either: unless rtol=0 is said, it allows
   1e-5 of each entry more.

>>> 0.1 * 0.7 == 0.07
False
"""
### END EXPLANATION

"""Total probability: from cases to the whole.

Exactly one of the k cases A₁, …, A_k happens: a shop's bulbs come from one of k factories, a mail is spam or it is not.
Such cases are a *partition*: they exclude each other, and there are no others. How likely B is differs from case to
case. B happens together with A₁, or with A₂, and so on, and these exclude each other, so they are added; each is a
product, P(B ∩ A_i) = P(B | A_i) P(A_i). So

    P(B) = Σ_i P(B | A_i) P(A_i),

an average of the conditional probabilities, weighted by how likely the cases are. It lies between the smallest and the
largest of them.

* A list p_A is no partition if its sum is further from 1 than 1e-9: then ValueError is raised. Closer to 1 than that is
  rounding, and p_A is taken as it is.
* What lies outside of 0 … 1, in p_A or in p_B_given_A, is no probability, and raises ValueError.
* The conditional probabilities need not sum to 1: each belongs to a case of its own.

Both arrays have k entries, at least one, float64.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def total_probability(p_B_given_A: Array, p_A: Array) -> float:
    """Return the probability of B from its probabilities in each of the cases.

    Parameters
    ----------
    p_B_given_A : (k,)
        P(B | A_i).
    p_A : (k,)
        P(A_i), of sum 1.

    Returns
    -------
    p : float
        P(B).

    Raises
    ------
    ValueError
        If an entry lies outside of 0 … 1, or the sum of p_A is further from 1 than 1e-9.

    Examples
    --------
    A quarter of the bulbs comes from a factory of which one in two is broken, the others from one with one in eight:

    >>> float(total_probability(np.array([0.5, 0.125]), np.array([0.25, 0.75])))
    0.21875
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    for p in (p_B_given_A, p_A):
        if np.any((p < 0) | (p > 1)):
            raise ValueError("probabilities are from 0 to 1")
    if abs(p_A.sum() - 1.0) > 1e-9:
        raise ValueError("the probabilities of the cases must sum to 1")
    return float(p_B_given_A @ p_A)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Cut B into pieces.** Every outcome is in exactly one A_i. So B is made of the pieces B ∩ A₁, …, B ∩ A_k, no two of
   which share an outcome, and their probabilities add up: P(B) = Σ P(B ∩ A_i).

2. **Each piece is a product.** P(B | A_i) is the share that B has in A_i, so P(B ∩ A_i) = P(B | A_i) P(A_i). With the
   numbers of the example, out of 32 bulbs 8 are from the first factory, 4 of them broken, and 24 from the second, 3 of
   them broken: 7 of 32.

>>> 0.5 * 0.25, 0.125 * 0.75, 7 / 32
(0.125, 0.09375, 0.21875)

3. **It is a weighted mean.** The weights P(A_i) are not negative and sum to 1. So P(B) can't leave the range of the
   P(B | A_i), and if these are all equal, P(B) is that number, whatever the weights are. The plain mean, 0.3125 here,
   takes all cases for equally likely.

4. **What has to sum to 1.** The cases do: one of them happens. The P(B | A_i) don't, they belong to different
   experiments: here 0.5 and 0.125. For each case, P(B | A_i) and P(not B | A_i) sum to 1. Therefore

>>> total_probability(1 - np.array([0.5, 0.125]), np.array([0.25, 0.75]))
0.78125

   which is 1 − 0.21875.

5. **Why not == 1.** Ten tenths, added one after the other, are not 1 in floating point:

>>> sum([0.1] * 10) == 1, abs(sum([0.1] * 10) - 1) < 1e-9
(False, True)

6. **What comes next.** A term divided by the sum, P(B | A_i) P(A_i) / P(B), is P(A_i | B): Bayes' rule. It answers
   another question: which case was it, now that B has happened?
"""
### END EXPLANATION

"""The chain rule of probability.

Three quantities are found out one after the other: first a, then b, whose distribution depends on what a is, then c,
whose distribution depends on both. Each step is a product rule, and together they give the joint distribution,

    P(a = i, b = j, c = k) = P(a = i) · P(b = j | a = i) · P(c = k | a = i, b = j).

That is the *chain rule*, and it holds for any number of quantities, in any order. A language model is built on it: the
probability of a sentence is the product of the probabilities of its words, each given those before it.

The three factors come as arrays in which the axes are a, b, c, in this order:

* p_a (A,), of sum 1;
* p_b_a (A, B), p_b_a[i, j] = P(b = j | a = i): each row, p_b_a[i], sums to 1;
* p_c_ab (A, B, C), p_c_ab[i, j, k] = P(c = k | a = i, b = j): each p_c_ab[i, j] sums to 1.

The joint distribution has shape (A, B, C), float64.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def chain_rule_joint(p_a: Array, p_b_a: Array, p_c_ab: Array) -> Array:
    """Return the joint distribution of three quantities from their conditional distributions.

    Parameters
    ----------
    p_a : (A,)
        P(a = i).
    p_b_a : (A, B)
        P(b = j | a = i).
    p_c_ab : (A, B, C)
        P(c = k | a = i, b = j).

    Returns
    -------
    J : (A, B, C), float64
        J[i, j, k] = P(a = i, b = j, c = k).

    Examples
    --------
    >>> p_a = np.array([0.25, 0.75])
    >>> p_b_a = np.array([[0.5, 0.5], [1.0, 0.0]])
    >>> p_c_ab = np.array([[[0.5, 0.5], [0.0, 1.0]], [[0.25, 0.75], [0.5, 0.5]]])
    >>> chain_rule_joint(p_a, p_b_a, p_c_ab).tolist()
    [[[0.0625, 0.0625], [0.0, 0.125]], [[0.1875, 0.5625], [0.0, 0.0]]]
    """
    ### BEGIN SOLUTION
    J: Array = p_a[:, np.newaxis, np.newaxis] * p_b_a[:, :, np.newaxis] * p_c_ab
    return J
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two product rules.** With the event "a = i and b = j" for one,

       P(a, b, c) = P(a, b) P(c | a, b)        and       P(a, b) = P(a) P(b | a).

   Put into each other, they are the chain rule. In the example: a is 0 with 0.25, then b is 1 with 0.5, then c is 1 for
   certain, 0.25 · 0.5 · 1 = 0.125.

2. **Line up the axes.** Entry (i, j, k) needs p_a[i], p_b_a[i, j] and p_c_ab[i, j, k]. Shapes are lined up from the
   right, so the axes that are missing have to be put behind: p_a becomes (A, 1, 1), p_b_a becomes (A, B, 1). Without
   that, p_a would be lined up with c.

>>> p_a, p_b_a = np.array([0.25, 0.75]), np.array([[0.5, 0.5], [1.0, 0.0]])
>>> p_a[:, None, None].shape, p_b_a[:, :, None].shape
((2, 1, 1), (2, 2, 1))

   `np.einsum("i,ij,ijk->ijk", p_a, p_b_a, p_c_ab)` says the same in the letters of the formula.

3. **The sum is 1, without any help.** Summed over k, the last factor is 1; then over j, the second one is; then over i:

       Σ_i p_a[i] Σ_j p_b_a[i, j] Σ_k p_c_ab[i, j, k] = 1.

   On the way the factors are found again: Σ_k J is P(a, b), Σ_j Σ_k J is p_a.

>>> p_c_ab = np.array([[[0.5, 0.5], [0.0, 1.0]], [[0.25, 0.75], [0.5, 0.5]]])
>>> J = chain_rule_joint(p_a, p_b_a, p_c_ab)
>>> J.sum(axis=(1, 2)).tolist(), J.sum(axis=2).tolist(), float(J.sum())
([0.25, 0.75], [[0.125, 0.125], [0.75, 0.0]], 1.0)

4. **Not the product of the margins.** P(a) P(b) P(c) is the joint distribution of independent quantities. Here b
   depends on a: P(b = 1) = 0.125, but given a = 1 it never happens.

5. **Why tables are not enough.** With V words, p_c_ab has V³ entries, and for sentences of ten words V¹⁰. Networks
   compute the conditional distributions instead of storing them, and products become sums of logarithms.
"""
### END EXPLANATION

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
    raise NotImplementedError

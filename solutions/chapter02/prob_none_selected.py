"""Drawing without replacement, and missing all that is marked.

Of N things K are marked: a hundred light bulbs, three of which are broken. m of them are taken out at random, one after
the other, and none is put back. With which probability is none of the marked ones taken?

The first is unmarked with the probability (N − K) / N. If it was, N − 1 things are left, still with all K marked ones
among them, and the next is unmarked with the probability (N − 1 − K) / (N − 1). And so on. By the product rule,

    P(none) = (N − K)/N · (N − K − 1)/(N − 1) · … · (N − K − m + 1)/(N − m + 1) = C(N − K, m) / C(N, m).

The second form counts: of the C(N, m) sets of m things that may be taken, C(N − K, m) hold unmarked ones only.

Were each thing put back before the next is drawn, all factors would be (N − K) / N. That is another number, and a good
approximation only as long as m and K are small compared with N.

* If m is larger than N − K, there are not enough unmarked things: 0. If nothing is taken, or nothing is marked: 1.
* N, K and m can't be negative, nor K or m larger than N: that raises ValueError.

Otherwise N is at least 1, and at most 20,000.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

import numpy as np


def prob_none_selected(N: int, K: int, m: int) -> float:
    """Return the probability that none of K marked things is among m that are taken out of N.

    Parameters
    ----------
    N : int
        How many things there are.
    K : int
        How many of them are marked.
    m : int
        How many are drawn, without replacement.

    Returns
    -------
    p : float
        From 0 to 1.

    Raises
    ------
    ValueError
        If N, K or m is negative, or K or m larger than N.

    Examples
    --------
    Two of five are marked, two are drawn: 3/5 · 2/4.

    >>> round(float(prob_none_selected(5, 2, 2)), 12)
    0.3
    >>> float(prob_none_selected(5, 2, 4)), float(prob_none_selected(5, 2, 0))
    (0.0, 1.0)
    """
    ### BEGIN SOLUTION
    if not (0 <= K <= N and 0 <= m <= N):
        raise ValueError(f"of {N} things, {K} can't be marked, or {m} drawn")
    drawn = np.arange(m)
    return float(np.prod(np.maximum(N - K - drawn, 0) / (N - drawn)))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What has been drawn changes what is left.** After i unmarked things, N − i are left, N − i − K of them unmarked. So
   given that the first i were unmarked, the next one is with the probability (N − K − i) / (N − i). The product rule
   multiplies these for i = 0, …, m − 1. For 5, 2, 2:

>>> round((3 / 5) * (2 / 4), 12)
0.3

2. **Counting gives the same.** All C(N, m) sets are equally likely. Of the 10 pairs out of five, 3 are made of the
   three unmarked:

>>> from math import comb
>>> comb(3, 2), comb(5, 2), comb(3, 2) / comb(5, 2)
(3, 10, 0.3)

3. **With replacement** the factors would not change, (3/5)² = 0.36: too large, for an unmarked thing that is put back
   is there to be drawn again. The difference is small if few are drawn out of many. For the first draw there is none:
   m = 1 gives 1 − K / N either way.

4. **More than there are.** If m > N − K, a factor is (N − K − i) / … with i = N − K: it is 0, and so is the product.
   The factors after it would be negative; `np.maximum(…, 0)` keeps them from making −0.0. Logarithms of factorials,
   lgamma(N − K − m + 1), have no value there, and have to be asked about before.

5. **The roles can be exchanged.** Mark K things and draw m, or draw m things first and mark K of N afterwards: it is
   the same whether a mark meets a drawn one. So P(N, K, m) = P(N, m, K).

>>> bool(np.isclose(prob_none_selected(40, 3, 7), prob_none_selected(40, 7, 3)))
True

6. **The opposite of none is at least one.** Among ten light bulbs out of a hundred with three broken ones, at least one
   is broken with the probability

>>> round(1 - prob_none_selected(100, 3, 10), 4)
0.2735
"""
### END EXPLANATION

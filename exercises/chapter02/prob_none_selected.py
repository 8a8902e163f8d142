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
    raise NotImplementedError

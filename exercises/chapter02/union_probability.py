"""The probability that at least one of several events happens.

"A or B" happens if A happens, or B, or both: as a set of outcomes it is the union A ∪ B. Adding P(A) and P(B) counts
the outcomes that are in both twice, so they have to be taken off once. That is the *sum rule*,

    P(A ∪ B) = P(A) + P(B) − P(A ∩ B).

For three events it has seven terms, P(A) + P(B) + P(C) − P(A ∩ B) − P(A ∩ C) − P(B ∩ C) + P(A ∩ B ∩ C), and for n
events 2ⁿ − 1 of them. There are shorter ways to the same number.

The sample space is a dict of outcomes with their weights, as in `event_probability`: what has twice the weight is twice
as likely, and an outcome's probability is its weight divided by the sum of all.

* Events are sets that are written as lists: what is listed twice counts once. What is no outcome of the sample space
  counts 0.
* If there is no event at all, none can happen: the probability is 0. The same goes for events that are empty.
* A weight may be 0. A negative weight, weights of 0 only, and an empty sample space raise ValueError.

Nothing is said of independence: whether A makes B more or less likely stands in the outcomes that they share, and
nowhere else.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

from collections.abc import Mapping, Sequence


def union_probability(space: Mapping[str, float], events: Sequence[Sequence[str]]) -> float:
    """Return the probability that at least one of some events happens.

    Parameters
    ----------
    space : dict
        The weight of each outcome: not negative, and not all 0.
    events : list of lists of str
        Each event lists its outcomes.

    Returns
    -------
    p : float
        From 0 to 1.

    Raises
    ------
    ValueError
        If a weight is negative, or none is positive.

    Examples
    --------
    A number from 1 to 8 is drawn. It is even, or larger than 5, with the probability 4/8 + 3/8 − 2/8:

    >>> numbers = dict.fromkeys("12345678", 1)
    >>> float(union_probability(numbers, [["2", "4", "6", "8"], ["6", "7", "8"]]))
    0.625
    >>> float(union_probability(numbers, []))
    0.0
    """
    raise NotImplementedError

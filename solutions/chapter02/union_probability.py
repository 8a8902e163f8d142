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
    ### BEGIN SOLUTION
    total = sum(space.values())
    if total <= 0 or min(space.values()) < 0:
        raise ValueError("weights must not be negative, nor all zero")
    union = {outcome for event in events for outcome in event}
    return sum(weight for outcome, weight in space.items() if outcome in union) / total
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Where the sum rule comes from.** Sort the outcomes into those that are in A only, in B only, and in both. P(A) adds
   the first and the last, P(B) the second and the last, so P(A) + P(B) has the last twice. With the numbers from 1 to
   8, 6 and 8 are even and larger than 5:

>>> 4 / 8 + 3 / 8 - 2 / 8
0.625

2. **Three events.** An outcome in all three is counted 3 times by the single events, taken off 3 times with the pairs,
   and so it is gone: it has to be added once more. In general, what is in j events is counted

       j − C(j, 2) + C(j, 3) − … = 1 − (1 − 1)ʲ = 1

   time. Without the triple, the numbers 1 and 6, which are in all of {1, 2, 6}, {1, 3, 6} and {1, 4, 6}, are lost:

>>> numbers = dict.fromkeys("12345678", 1)
>>> union_probability(numbers, [["1", "2", "6"], ["1", "3", "6"], ["1", "4", "6"]]), 9 / 8 - 6 / 8 + 2 / 8
(0.625, 0.625)

3. **The shorter way.** One union of sets holds every outcome once, however many events it is in. Nothing has to be
   taken off. Its probability is a sum of weights, as for any event.

4. **Not one happens.** The opposite of "at least one" is "none", that is, an outcome outside of all:
   P(∪) = 1 − P(outside). Only for independent events is that 1 − (1 − P(A))(1 − P(B)) …; being even and being larger
   than 5 are not independent:

>>> 1 - (1 - 4 / 8) * (1 - 3 / 8)
0.6875

5. **Bounds.** A union holds each of its events, so max P(A_i) ≤ P(∪). And nothing is counted more often than in the
   plain sum, so P(∪) ≤ Σ P(A_i), with equality if no two events share an outcome that has a weight. Cutting the sum off
   at 1 makes a probability of it, but not the right one.
"""
### END EXPLANATION

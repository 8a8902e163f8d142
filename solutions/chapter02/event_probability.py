"""The probability of an event.

The *sample space* is the set of all outcomes that an experiment can have, exactly one of which happens. An *event* is a
set of outcomes, and it happens if one of them does: for a die, "even" is the event {2, 4, 6}. Since two outcomes never
happen together, their probabilities add up:

    P(A) = Σ P(ω) over the outcomes ω in A.

Here outcomes are given with weights w(ω), not with probabilities. What has twice the weight is twice as likely, and the
unit does not matter: weights may be counts ("seven of twenty said yes") or masses. All together have to be 1, so

    P(ω) = w(ω) / Σ w       and       P(A) = Σ_{ω in A} w(ω) / Σ w.

Only if all weights are equal, that is the number of outcomes in A divided by the number of all outcomes.

* An event is a set that is written as a list: an outcome that is listed twice counts once. The empty list has
  probability 0.
* What is listed and is no outcome of the experiment can't happen: it counts 0.
* A weight may be 0, but not all of them: nothing with a probability would be left. That, an empty sample space, and a
  negative weight raise ValueError, whatever the event is.

Weights are finite: floats, or ints.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

from collections.abc import Mapping, Sequence


def event_probability(space: Mapping[str, float], event: Sequence[str]) -> float:
    """Return the probability that one of some outcomes happens.

    Parameters
    ----------
    space : dict
        The weight of each outcome: not negative, and not all 0.
    event : list of str
        Outcomes, in any order.

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
    Of eight balls in an urn, four are red, three blue, and one is green:

    >>> urn = {"red": 4, "blue": 3, "green": 1}
    >>> float(event_probability(urn, ["red", "green"]))
    0.625
    >>> float(event_probability(urn, ["red", "red"])), float(event_probability(urn, ["black"]))
    (0.5, 0.0)
    """
    ### BEGIN SOLUTION
    total = sum(space.values())
    if total <= 0 or min(space.values()) < 0:
        raise ValueError("weights must not be negative, nor all zero")
    return sum(weight for outcome, weight in space.items() if outcome in event) / total
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why a sum.** Exactly one outcome happens. So "red or green" happens in the cases in which it is red and in those in
   which it is green, and no case is counted twice: 4 + 1 of 8. For things that can happen together that would be
   wrong; outcomes can't.

2. **Why it is divided.** P(Ω) = 1 for the whole sample space Ω: something happens for certain. The weights keep their
   proportions, w(ω) = c P(ω), and summed over all outcomes Σ w = c. Dividing by Σ w finds the P(ω), in any unit:

>>> event_probability({"yes": 7, "no": 13}, ["yes"]), event_probability({"yes": 0.7, "no": 1.3}, ["yes"])
(0.35, 0.35)

3. **Counting is a special case.** If all n weights are w, then P(A) = |A| w / (n w) = |A| / n. A loaded die is no such
   case: with a six that is as heavy as all others together, "even" has 7 of 10 instead of 3 of 6.

>>> die = {"1": 1, "2": 1, "3": 1, "4": 1, "5": 1, "6": 5}
>>> event_probability(die, ["2", "4", "6"])
0.7

4. **The complement.** Every outcome is in A or in its complement, and in one only: P(A) + P(not A) = 1. Where "not A"
   is the shorter list, 1 − P(not A) is the shorter way.

>>> 1 - event_probability(die, ["1", "3", "5"])
0.7

5. **Which list is gone through.** Going through the event, `sum(space[o] for o in event)`, meets an outcome as often
   as it is listed, and fails with KeyError at what is no outcome. Going through the sample space meets every outcome
   once, and nothing else: `if outcome in event` asks whether it belongs to the event.

>>> urn, event = {"red": 4, "blue": 3, "green": 1}, ["red", "red", "black"]
>>> [outcome for outcome in urn if outcome in event]
['red']
"""
### END EXPLANATION

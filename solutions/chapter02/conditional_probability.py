"""The probability of an event, given another one.

If it is known that B has happened, outcomes outside of B are out of the question. Those inside keep their proportions,
and their probabilities have to be 1 together again. So A, *given* B, has the probability

    P(A | B) = P(A ∩ B) / P(B),

the share that A has in B. Turned round, that is the *product rule*: P(A ∩ B) = P(A | B) P(B).

P(A | B) and P(B | A) are different questions, and have different answers: nearly every pilot can read maps, but hardly
any reader of maps is a pilot. If P(A | B) = P(A), then B says nothing about A, and the two are independent.

The sample space is a dict of outcomes with their weights, as in `event_probability`: what has twice the weight is twice
as likely, and an outcome's probability is its weight divided by the sum of all.

* Events are sets that are written as lists: what is listed twice counts once. What is no outcome of the sample space
  counts 0.
* What can't happen can't be given: P(B) = 0 raises ValueError, be it that B is empty, that nothing of it is an outcome,
  or that all of it has the weight 0. However rare B is, if it is possible it may be given.
* A weight may be 0. A negative weight raises ValueError, in B or not.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

from collections.abc import Mapping, Sequence


def conditional_probability(space: Mapping[str, float], event: Sequence[str], given: Sequence[str]) -> float:
    """Return the probability of an event, if another one has happened.

    Parameters
    ----------
    space : dict
        The weight of each outcome, not negative.
    event : list of str
        A.
    given : list of str
        B, what is known to have happened.

    Returns
    -------
    p : float
        P(A | B), from 0 to 1.

    Raises
    ------
    ValueError
        If a weight is negative, or P(B) is 0.

    Examples
    --------
    A die shows an even number. It is larger than 3 in two cases of three; without that, in three of six. And if it is
    larger than 4, it is even in one case of two:

    >>> die = dict.fromkeys("123456", 1)
    >>> round(float(conditional_probability(die, ["4", "5", "6"], ["2", "4", "6"])), 3)
    0.667
    >>> float(conditional_probability(die, ["2", "4", "6"], ["5", "6"]))
    0.5
    """
    ### BEGIN SOLUTION
    if any(weight < 0 for weight in space.values()):
        raise ValueError("weights must not be negative")
    left = {outcome: weight for outcome, weight in space.items() if outcome in given}
    total = sum(left.values())
    if total == 0:
        raise ValueError("what is given has probability 0")
    return sum(weight for outcome, weight in left.items() if outcome in event) / total
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why a quotient.** Given B, the outcomes outside have probability 0, and those inside are still as likely compared
   with each other: P(ω | B) = c P(ω). They have to be 1 together: c P(B) = 1, so c = 1 / P(B). Added over A ∩ B, all
   that is left of A, that gives P(A ∩ B) / P(B).

2. **The sum of all weights cancels.** P(A ∩ B) = w(A ∩ B) / w(Ω) and P(B) = w(B) / w(Ω), so

       P(A | B) = w(A ∩ B) / w(B).

   A whole table of a survey is not needed, only the part that is looked at.

3. **The two directions.** Of 1000 people, 10 are pilots, 9 of whom read maps; of the others 198 do. A pilot reads maps
   with the probability 0.9, and a reader of maps is a pilot with the probability 9 / 207.

>>> people = {"pilot, reads": 9, "pilot": 1, "reads": 198, "neither": 792}
>>> pilots, readers = ["pilot", "pilot, reads"], ["reads", "pilot, reads"]
>>> conditional_probability(people, readers, pilots)
0.9
>>> round(conditional_probability(people, pilots, readers), 4)
0.0435

   Both have P(A ∩ B) = 9 / 1000 above; below stands what is given. Hence P(A | B) P(B) = P(B | A) P(A), from which
   Bayes' rule is made.

4. **Given B, it is a probability like any other.** P(B | B) = 1, and P(not A | B) = 1 − P(A | B): what is given stays
   on the same side. But P(A | not B) has nothing to do with P(A | B): it looks at other outcomes.

>>> others = ["reads", "neither"]
>>> conditional_probability(people, readers, others)
0.2

5. **What can't happen.** For P(B) = 0 the quotient is 0 / 0: any number would satisfy the product rule. None is right,
   so it is an error.
"""
### END EXPLANATION

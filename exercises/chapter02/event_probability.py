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
    raise NotImplementedError

"""Two of m people with the same birthday.

How many people have to be in a room until it is more likely than not that two of them share a birthday? The answer, 23,
is far less than most people guess: 23 people have 253 pairs.

Every one of the `days` days is equally likely for everybody, whatever the others' birthdays are. It is easier to say
when *no* two agree. The first person may have any day. The second has to miss one day, the third two, and so on: person
number i + 1 misses the i days that are taken with the probability 1 − i / days. By the product rule,

    P(two agree) = 1 − (1 − 0/days) (1 − 1/days) (1 − 2/days) … (1 − (m − 1)/days).

Where hash values, random names or random seeds are drawn out of a number of possible ones, the same formula says how
soon two of them are equal.

* "Two agree" means at least two of them; they may be more, and there may be several pairs.
* With nobody or one person in the room it can't happen: 0. With more people than days it must: 1.
* A negative m raises ValueError.

`days` is at least 1, and at most 10,000; m is at most 1000.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

import numpy as np


def birthday_collision(m: int, days: int = 365) -> float:
    """Return the probability that at least two of m people have the same birthday.

    Parameters
    ----------
    m : int
        Number of people.
    days : int, optional
        Number of days in a year, all equally likely.

    Returns
    -------
    p : float
        From 0 to 1.

    Raises
    ------
    ValueError
        If m is negative.

    Examples
    --------
    In a year of four days, 1 − 1 · 3/4 · 2/4:

    >>> float(birthday_collision(3, days=4))
    0.625
    >>> round(float(birthday_collision(22)), 4), round(float(birthday_collision(23)), 4)
    (0.4757, 0.5073)
    """
    raise NotImplementedError

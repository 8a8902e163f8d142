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
    ### BEGIN SOLUTION
    if m < 0:
        raise ValueError("there can't be a negative number of people")
    return 1.0 - float(np.prod(1.0 - np.arange(m) / days))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Turn the question round.** "At least two agree" is the opposite of "all are different", and exactly one of the two
   happens: P(two agree) = 1 − P(all different).

2. **One after the other.** Let D_i be "the first i are all different". D_(i+1) happens if D_i does and the next person
   misses the i different days that are taken:

       P(D_(i+1)) = P(D_i) P(next misses | D_i) = P(D_i) (1 − i / days).

   From P(D_1) = 1 on, that makes the product with i from 1 to m − 1; i = 0 adds a factor 1. The last person misses the
   m − 1 others, not m.

>>> p = 1.0
>>> for i in range(3):
...     p *= 1 - i / 4
>>> 1 - p
0.625

3. **Count, as a check.** Of 4 · 4 · 4 = 64 ways to give three people their days, 4 · 3 · 2 = 24 have three different
   ones.

>>> 1 - 24 / 64
0.625

4. **More people than days.** Then i = days is among the factors, and 1 − days/days = 0: the product is 0, and P = 1. In
   logarithms, Σ log(1 − i / days), that place has to be looked after: log 0 is no number. With m = days, it is not
   certain yet: everybody may have a day of their own.

>>> birthday_collision(5, days=4), birthday_collision(4, days=4)
(1.0, 0.90625)

5. **What is nearly right.** Taking the m (m − 1) / 2 pairs for independent gives 1 − (1 − 1/days)^(m (m − 1) / 2).
   Pairs that share a person are independent two by two, but not all together. For 23 people it is off by 0.007.

>>> round(1 - (1 - 1 / 365) ** (23 * 22 / 2), 4)
0.5005

   And 1 − (1 − 1/365)^22 = 0.06 answers another question: that one of 22 others has *my* birthday.
"""
### END EXPLANATION

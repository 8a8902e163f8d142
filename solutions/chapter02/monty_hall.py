"""Monty Hall's three doors.

Behind one of three doors stands a car, behind the other two stand goats. A player picks a door. The host, who knows
where the car is, opens one of the other two, and always one with a goat. Then the player may stay with the first door,
or switch to the one that is still closed. Most people say that it makes no difference, one car behind one of two doors.
But who switches wins in two games of three.

What the host does decides that. He opens neither the door that was picked, nor the one with the car:

* If the player has picked a goat, one door is left that he can open.
* If the player has picked the car, he can open two. He takes each with the probability 1/2, in every game anew,
  whatever he did before. The chance comes from `rng` alone: a Generator in the same state gives the same games, and as
  it moves on, others.

Play N games at once: car[n] is where the car is in game n, pick[n] what the player picks first. Return which door the
host opens in each game, and to which door the player gets by switching: the third one, neither picked nor opened.

Doors are 0, 1 and 2, as integers (int64). There is at least one game.

References
----------
Kneusel, Math for Deep Learning, chapter 2. Selvin, A problem in probability, The American Statistician 29 (1975).
"""

import numpy as np
from numpy.typing import NDArray

Doors = NDArray[np.int64]


def monty_hall(car: Doors, pick: Doors, rng: np.random.Generator) -> tuple[Doors, Doors]:
    """Return the doors that the host opens, and those that are left to switch to.

    Parameters
    ----------
    car : (N,), integers
        The doors with the car, 0, 1 or 2.
    pick : (N,), integers
        The doors that the player picks first, 0, 1 or 2.
    rng : numpy.random.Generator

    Returns
    -------
    opened : (N,), integers
        Neither the door with the car, nor the one picked.
    switched : (N,), integers
        Neither the door picked, nor the one opened.

    Examples
    --------
    The player picks door 0, and the car is behind door 2. Then the host opens door 1, and who switches wins:

    >>> opened, switched = monty_hall(np.array([2]), np.array([0]), np.random.default_rng(0))
    >>> opened.tolist(), switched.tolist()
    ([1], [2])
    """
    ### BEGIN SOLUTION
    coin = rng.integers(2, size=len(car))
    opened: Doors = np.where(car == pick, (pick + 1 + coin) % 3, 3 - car - pick)
    return opened, 3 - pick - opened
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The third of three doors.** 0 + 1 + 2 = 3. So if two different doors are known, the third is 3 minus both: the
   host's, if pick and car differ, is 3 − car − pick, and the one to switch to is 3 − pick − opened.

2. **Two to choose from.** If pick = car, the host's doors are pick + 1 and pick + 2, counted round from 2 to 0: that is
   what % 3 does. A coin for each game chooses.

>>> [((pick + 1) % 3, (pick + 2) % 3) for pick in (0, 1, 2)]
[(1, 2), (2, 0), (0, 1)]

3. **When switching wins.** Total probability, by what was picked first. With a goat (2/3), the host has to open the
   other goat, and the door that is left has the car: switching wins for certain. With the car (1/3), a goat is left:
   switching loses for certain.

       P(win) = 1 · 2/3 + 0 · 1/3 = 2/3.

   In other words, who switches wins in exactly those games in which the first pick was wrong.

>>> rng = np.random.default_rng(2)
>>> car, pick = rng.integers(3, size=30000), rng.integers(3, size=30000)
>>> _, switched = monty_hall(car, pick, rng)
>>> round(float(np.mean(switched == car)), 2), round(float(np.mean(pick == car)), 2)
(0.67, 0.33)

4. **Why not one half.** Two doors are left, but the host has not opened just any door. Had he opened one of the other
   two by chance, the car would come to light in a third of the games; of those that are left, switching would win half.
   It is what he knows that makes the difference.

5. **Why a fair coin.** The chance of winning does not depend on it: with any habit of the host it is 2/3. But a habit
   tells something. If he opens the lower of two goats whenever he can, and now opens the higher one, the car is
   certainly behind the lower: P(car | opened) is no longer the same for each door that he opens.
"""
### END EXPLANATION

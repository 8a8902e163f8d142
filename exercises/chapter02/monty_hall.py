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
    raise NotImplementedError

"""Learning rates that fall.

Large steps cross the landscape quickly, small ones settle in the valley: so one begins with lr0 and lets the learning
rate fall. Four schedules are common. Each is a function of the step t alone, counted from 0:

* step_decay: constant for a while, then multiplied by `drop`, again and again: lr0 · dropᵏ, where k counts how many
  periods are over. With period = 10, t = 9 is the last step of the first period, and t = 10 the first of the second.
* exponential_decay: lr0 · e^(−rate · t).
* inverse_decay: lr0 / (1 + rate · t).
* linear_decay: a straight line from lr0 at t = 0 to lr_end at t = steps, and lr_end from then on.

t is an int, or an array of ints of any shape: a number gives a number, an array gives an array of the same shape. The
steps may be asked for in any order, and often: nothing is remembered.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.2.
"""

import numpy as np
from numpy.typing import NDArray

Steps = int | NDArray[np.int64]
Rates = float | NDArray[np.floating]


def step_decay(t: Steps, lr0: float, drop: float, period: int) -> Rates:
    """Return the learning rate at step t, if it is multiplied by `drop` whenever a period is over.

    Parameters
    ----------
    t : int or array of int
        At least 0.
    lr0 : float
    drop : float
        Between 0 and 1.
    period : int
        At least 1.

    Returns
    -------
    lr : float or array of the shape of t

    Examples
    --------
    >>> step_decay(np.array([0, 1, 2, 3, 4]), 8.0, 0.5, 2).tolist()
    [8.0, 8.0, 4.0, 4.0, 2.0]
    """
    ### BEGIN SOLUTION
    return lr0 * drop ** (t // period)
    ### END SOLUTION


def exponential_decay(t: Steps, lr0: float, rate: float) -> Rates:
    """Return the learning rate at step t, if it falls by the same fraction from each step to the next.

    Parameters
    ----------
    t : int or array of int
        At least 0.
    lr0 : float
    rate : float
        Not negative.

    Returns
    -------
    lr : float or array of the shape of t

    Examples
    --------
    With rate = log 2, each step halves it:

    >>> exponential_decay(np.array([0, 1, 2]), 8.0, np.log(2.0)).round(12).tolist()
    [8.0, 4.0, 2.0]
    """
    ### BEGIN SOLUTION
    return lr0 * np.exp(-rate * t)
    ### END SOLUTION


def inverse_decay(t: Steps, lr0: float, rate: float) -> Rates:
    """Return the learning rate at step t, if its reciprocal grows by the same amount from each step to the next.

    Parameters
    ----------
    t : int or array of int
        At least 0.
    lr0 : float
    rate : float
        Not negative.

    Returns
    -------
    lr : float or array of the shape of t

    Examples
    --------
    >>> inverse_decay(np.array([0, 1, 3]), 8.0, 1.0).tolist()
    [8.0, 4.0, 2.0]
    """
    ### BEGIN SOLUTION
    return lr0 / (1 + rate * t)
    ### END SOLUTION


def linear_decay(t: Steps, lr0: float, lr_end: float, steps: int) -> Rates:
    """Return the learning rate at step t, if it goes straight from lr0 to lr_end within `steps`, and stays there.

    Parameters
    ----------
    t : int or array of int
        At least 0.
    lr0, lr_end : float
        lr0 ≥ lr_end.
    steps : int
        At least 1.

    Returns
    -------
    lr : float or array of the shape of t

    Examples
    --------
    >>> linear_decay(np.array([0, 1, 2, 3]), 8.0, 2.0, 2).tolist()
    [8.0, 5.0, 2.0, 2.0]
    """
    ### BEGIN SOLUTION
    return lr0 + (lr_end - lr0) * np.minimum(t / steps, 1)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **step_decay.** In period k = ⌊t/period⌋ the rate has been multiplied k times: lr0 · dropᵏ. With `t / period` the
   power would fall in each step.

2. **exponential_decay.** From each step to the next, the factor is e^(−rate): always the same. It halves every
   log 2/rate steps.

3. **inverse_decay.** 1/lr = (1 + rate t)/lr0 grows by rate/lr0 a step. It falls fast at first, and then ever more
   slowly. The sum of all rates is infinite, and that of their squares is not: with such rates stochastic descent
   reaches the minimum in spite of its noise (Robbins and Monro). With exponential decay the sum is finite: one may stop
   short.

>>> t = np.arange(100000)
>>> sums = [float(f(t, 1.0, 0.1).sum().round(1)) for f in (exponential_decay, inverse_decay)]
>>> sums
[10.5, 92.6]

4. **linear_decay.** At t it has gone the fraction t/steps of the way from lr0 to lr_end, and stays at 1 from `steps`
   on: min(t/steps, 1). Without the minimum it would fall below lr_end, and below 0.

5. **A number or an array.** `np.minimum`, `np.exp` and the operators work on both. `if t > steps` asks an array a
   question that has many answers.
"""
### END EXPLANATION

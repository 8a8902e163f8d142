"""How often so many heads come up.

A coin shows heads with the probability p, and tails otherwise, whatever it showed before. It is tossed n_flips times,
and the heads are counted: that is one trial. After n_trials of them, how often were there 0 heads, how often 1, and so
on up to n_flips? The relative frequencies are

    h[k] = (number of trials with k heads) / n_trials,        k = 0, …, n_flips.

Such a simulation is how probabilities are found that are too hard to compute. These are not: h[k] comes near to

    C(n_flips, k) pᵏ (1 − p)^(n_flips − k),

the binomial distribution, and the more trials, the nearer. Each trial has n_flips tosses of its own.

* h has n_flips + 1 entries, also if some numbers of heads never came up: these have 0. It is float64, and sums to 1.
* p is the probability of heads; 0 and 1 are allowed. If it lies outside of 0 … 1, or n_trials is less than 1,
  ValueError is raised.
* Chance comes from rng alone: a Generator in the same state gives the same h, and as it moves on, others. How the
  tosses are drawn is left to you.

n_flips is at least 1.

References
----------
Kneusel, Math for Deep Learning, chapter 2.
"""

import numpy as np
from numpy.typing import NDArray


def coin_heads_histogram(n_flips: int, p: float, n_trials: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Toss a coin, and return how often there were how many heads.

    Parameters
    ----------
    n_flips : int
        Tosses in each trial.
    p : float
        The probability of heads.
    n_trials : int
        How many trials there are.
    rng : numpy.random.Generator

    Returns
    -------
    h : (n_flips + 1,), float64
        h[k] is the share of trials with k heads.

    Raises
    ------
    ValueError
        If p lies outside of 0 … 1, or n_trials is less than 1.

    Examples
    --------
    A coin that always shows heads does so three times of three:

    >>> coin_heads_histogram(3, 1.0, 10, np.random.default_rng(0)).tolist()
    [0.0, 0.0, 0.0, 1.0]
    """
    raise NotImplementedError

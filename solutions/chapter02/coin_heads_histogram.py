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
    ### BEGIN SOLUTION
    if not 0 <= p <= 1 or n_trials < 1:
        raise ValueError("p is from 0 to 1, and there is at least one trial")
    heads = (rng.random((n_trials, n_flips)) < p).sum(axis=1)
    return np.bincount(heads, minlength=n_flips + 1) / n_trials
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One toss.** `rng.random() < p` is True with the probability p: of the numbers in [0, 1), the share p lies below p.
   For p = 0 that is never, for p = 1 always. `rng.integers(0, 1)` is always 0, for its end is left out; and
   `rng.integers(0, 2)` is a fair coin, whatever p is.

2. **One trial** is a sum of n_flips tosses, and all trials are an array with one trial a row:

>>> rng = np.random.default_rng(5)
>>> tosses = rng.random((4, 3)) < 0.5
>>> tosses.astype(int).tolist(), tosses.sum(axis=1).tolist()
([[0, 0, 0], [1, 1, 1], [1, 1, 1], [0, 0, 1]], [0, 3, 3, 1])

   `rng.binomial(n_flips, p, size=n_trials)` draws such sums at once.

3. **Counting.** bincount tells how often each of 0, 1, 2, … occurs, up to the largest that does. In ten trials with 20
   tosses nobody will see 20 heads, but h has a place for it: minlength=n_flips + 1. np.histogram with the edges
   0, 1, …, n has n bins only, and the last one holds n − 1 and n together.

>>> np.bincount([0, 3, 3, 1, 2], minlength=5).tolist(), np.histogram([0, 3, 3, 1, 2], bins=[0, 1, 2, 3])[0].tolist()
([1, 1, 1, 2, 0], [1, 1, 3])

4. **Shares.** Every trial is counted in one entry, so the counts sum to n_trials, and divided by it to 1.

5. **What it comes near to.** A certain order of k heads and n − k tails has the probability pᵏ (1 − p)^(n − k), since
   the tosses are independent, and there are C(n, k) orders, which exclude each other. For n = 3 and p = 0.3:

>>> from math import comb
>>> [round(comb(3, k) * 0.3**k * 0.7 ** (3 - k), 3) for k in range(4)]
[0.343, 0.441, 0.189, 0.027]
>>> coin_heads_histogram(3, 0.3, 100_000, np.random.default_rng(0)).round(2).tolist()
[0.34, 0.44, 0.19, 0.03]
"""
### END EXPLANATION

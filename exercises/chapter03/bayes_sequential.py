"""Bayes' rule, observation after observation.

Data come one after the other, and each changes what is believed: the posterior after one observation is the prior for
the next. With K hypotheses, a prior (K,), and T observations that are independent once it is known which hypothesis is
true,

    P[0] = prior,        P[t] = P[t − 1] · likelihoods[t − 1] / (the sum of these K products),        t = 1, …, T.

Observations are counted from 0: likelihoods[t, k] is the probability of observation t under hypothesis k. The last row
of P is what all observations together would have given at once, in whatever order they came.

* P has T + 1 rows: the first is the prior, row t is what is believed after t observations. Every row sums to 1.
* T may be large. A product of 2000 likelihoods of about ½ is 10⁻⁶⁰², and no float64; the posterior is still
  well-behaved.
* A probability that is 0 stays 0. If an observation is impossible under every hypothesis that is still believed,
  ValueError is raised.
* There is at least one observation. The prior sums to 1 up to rounding, and nothing is negative; this need not be
  tested.

References
----------
Kneusel, Math for Deep Learning, chapter 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bayes_sequential(prior: Array, likelihoods: Array) -> Array:
    """Return the probabilities of hypotheses before and after each of several observations.

    Parameters
    ----------
    prior : (K,)
        With the sum 1.
    likelihoods : (T, K)
        One observation a row.

    Returns
    -------
    P : (T + 1, K)
        Each row with the sum 1.

    Raises
    ------
    ValueError
        If an observation is impossible under every hypothesis that has a probability.

    Examples
    --------
    One coin in four is false, and shows heads always. Heads come twice:

    >>> bayes_sequential(np.array([0.25, 0.75]), np.array([[1.0, 0.5], [1.0, 0.5]])).round(6).tolist()
    [[0.25, 0.75], [0.4, 0.6], [0.571429, 0.428571]]
    """
    raise NotImplementedError

"""Many steps of noise at once.

A diffusion turns samples into noise, step by step. To train a model that undoes it, one needs samples after t steps,
for any t. The steps need not be taken one by one: a sum of independent normal numbers is normal, so all noise of t
steps is one number. With alpha_bar[t], the share of the variance that is left after t steps,

    xt[n] = √alpha_bar[t[n]] · x0[n] + √(1 − alpha_bar[t[n]]) · eps[n],

where eps is standard normal. Return xt (N, D).

* Each sample has a step of its own: t (N,) holds whole numbers from 0 to T. A step may occur more than once.
* alpha_bar is a table with T + 1 entries, as `noise_schedule` makes it: the entry of step t stands at [t], and
  alpha_bar[0] is 1. After no step xt is x0.
* eps (N, D) is given: it has been drawn already, and nothing else is random.
* alpha_bar is a share of a variance; what is multiplied by are roots. They are not kept away from 0 or 1.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.2. Ho, Jain, Abbeel, Denoising Diffusion
Probabilistic Models (2020), equation 4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Steps = NDArray[np.int64]


def q_sample(x0: Array, t: Steps, eps: Array, alpha_bar: Array) -> Array:
    """Return samples after some steps of a diffusion.

    Parameters
    ----------
    x0 : (N, D) float64
        Samples.
    t : (N,) int
        How many steps each of them has gone, from 0 to T.
    eps : (N, D) float64
        Standard normal noise.
    alpha_bar : (T + 1,) float64
        The share of the variance that is left, by the number of steps: from 1 downwards, not below 0.

    Returns
    -------
    xt : (N, D) float64

    Examples
    --------
    √0.64 = 0.8 of the first sample and √0.36 = 0.6 of its noise; the second has not gone a step.

    >>> x0, eps = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [5.0, 5.0]])
    >>> q_sample(x0, np.array([1, 0]), eps, np.array([1.0, 0.64])).round(10).tolist()
    [[1.4, 1.6], [3.0, 4.0]]
    """
    raise NotImplementedError

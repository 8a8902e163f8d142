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
    ### BEGIN SOLUTION
    left = alpha_bar[t][:, None]
    return np.sqrt(left) * x0 + np.sqrt(1.0 - left) * eps
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two steps.** x_1 = √a₁ x_0 + √(1 − a₁) e₁ and x_2 = √a₂ x_1 + √(1 − a₂) e₂, so

       x_2 = √(a₁ a₂) x_0 + √(a₂ (1 − a₁)) e₁ + √(1 − a₂) e₂.

   The noise is a sum of two independent normal numbers: its variance is a₂ (1 − a₁) + 1 − a₂ = 1 − a₁ a₂. It is one
   normal number with the standard deviation √(1 − a₁ a₂). And so on: after t steps 1 − alpha_bar[t].

2. **Roots.** alpha_bar and 1 − alpha_bar are variances, and add up to 1. Their roots multiply numbers. They do not add
   up to 1, and 1 − √alpha_bar is no standard deviation of anything here.

3. **What stays.** If x_0 has the variance 1, xt has alpha_bar · 1 + (1 − alpha_bar) = 1. From another variance it moves
   towards 1: 4 becomes 0.64 · 4 + 0.36 = 2.92 at alpha_bar = 0.64.

4. **A step for each row.** alpha_bar[t] is (N,). Set against (N, D) it would be taken for a row of D numbers; as a
   column, (N, 1), each sample gets its own.

>>> alpha_bar, t = np.array([1.0, 0.9, 0.5]), np.array([2, 0, 2])
>>> alpha_bar[t].tolist(), alpha_bar[t][:, None].shape
([0.5, 1.0, 0.5], (3, 1))

5. **Step by step.** The same noise in the combined form gives the same numbers, with a₁ = 0.9 and a₂ = 0.5:

>>> x0, e1, e2 = 2.0, 0.3, -1.0
>>> x2 = np.sqrt(0.5) * (np.sqrt(0.9) * x0 + np.sqrt(0.1) * e1) + np.sqrt(0.5) * e2
>>> combined = (np.sqrt(0.5 * 0.1) * e1 + np.sqrt(0.5) * e2) / np.sqrt(0.55)
>>> table = np.array([1.0, 0.9, 0.45])
>>> at_once = q_sample(np.array([[x0]]), np.array([2]), np.array([[combined]]), table)
>>> round(float(x2), 6), round(float(at_once[0, 0]), 6)
(0.701616, 0.701616)
"""
### END EXPLANATION

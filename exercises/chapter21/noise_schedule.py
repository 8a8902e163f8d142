"""How much noise each step of a diffusion adds.

A diffusion model destroys samples on purpose, in T small steps, and learns to undo one. Step t keeps the share
alpha[t] = 1 − beta[t] of the variance and adds fresh noise of the variance beta[t]:

    x_t = √alpha[t] · x_{t−1} + √beta[t] · noise.

The steps grow: beta[1], …, beta[T] are T numbers at equal distances, the first beta1 and the last betaT. Everything
else follows:

    alpha_bar[t] = alpha[1] alpha[2] … alpha[t],
    posterior_var[t] = beta[t] (1 − alpha_bar[t−1]) / (1 − alpha_bar[t]).

alpha_bar[t] is the share of the variance that is left of the sample after t steps; posterior_var[t] is the variance of
x_{t−1} if both x_t and the sample itself are known.

Return a dict of four tables: "beta", "alpha", "alpha_bar", "posterior_var".

* A table has T + 1 entries, so that the entry of step t stands at [t]. Before any step, at [0], nothing has been added:
  beta 0, alpha 1, alpha_bar 1, posterior_var 0.
* With T = 1 the only step has beta1, whatever betaT is.
* T ≥ 1 and 0.0001 ≤ beta1 ≤ betaT < 1.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.2. Ho, Jain, Abbeel, Denoising Diffusion
Probabilistic Models (2020), sections 2 and 4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def noise_schedule(T: int, beta1: float, betaT: float) -> dict[str, Array]:
    """Return the tables of a diffusion of T steps.

    Parameters
    ----------
    T : int
        Number of steps.
    beta1 : float
        Variance of the noise of the first step.
    betaT : float
        Variance of the noise of the last step.

    Returns
    -------
    tables : dict of str to (T + 1,) float64
        "beta", "alpha", "alpha_bar" and "posterior_var", each by the number of the step.

    Examples
    --------
    Two steps, of ¼ and ½: 1 − ¾ · ½ = 5/8 of the variance is noise at the end, and ½ · (1/4)/(5/8) = 0.2.

    >>> tables = noise_schedule(2, 0.25, 0.5)
    >>> tables["beta"].tolist(), tables["alpha"].tolist()
    ([0.0, 0.25, 0.5], [1.0, 0.75, 0.5])
    >>> tables["alpha_bar"].tolist(), tables["posterior_var"].tolist()
    ([1.0, 0.75, 0.375], [0.0, 0.0, 0.2])
    """
    raise NotImplementedError

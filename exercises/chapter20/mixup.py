"""Mixup.

Between a cat and a dog there is half a cat and half a dog. Mixup trains on such samples: each is mixed with another of
the same batch, and its label as well,

    Xm = lam · X + (1 − lam) · X[perm],   Ym = lam · Y + (1 − lam) · Y[perm].

The network learns to go from class to class in a straight line, and not to be certain in between.

Return Xm and Ym.

* One lam holds for the whole batch. It is drawn from the beta distribution with both parameters alpha. For small alpha
  it is mostly near 0 or 1, for alpha = 1 uniform, for large alpha near 1/2.
* X may have any number of axes; the first is that of the samples. Y is one-hot, or holds other probabilities.
* So that two right answers train alike, the draws are settled: first lam = rng.beta(alpha, alpha), then
  perm = rng.permutation(N), and nothing else. A sample may be mixed with itself.
* alpha > 0; any other raises ValueError.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, tricks of the trade. Zhang, Cisse, Dauphin,
Lopez-Paz, mixup: Beyond Empirical Risk Minimization (2018).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mixup(X: Array, Y: Array, alpha: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return a batch in which each sample is mixed with another.

    Parameters
    ----------
    X : (N, ...) float64
        Samples.
    Y : (N, K) float64
        Their labels: rows that sum to 1.
    alpha : float
        Both parameters of the beta distribution, > 0.
    rng : numpy.random.Generator

    Returns
    -------
    Xm : (N, ...) float64
    Ym : (N, K) float64

    Raises
    ------
    ValueError
        If alpha is not above 0.

    Examples
    --------
    This Generator gives lam = 0.25 (to two digits) and perm = [1, 0].

    >>> X, Y = np.array([[0.0], [100.0]]), np.eye(2)
    >>> Xm, Ym = mixup(X, Y, 1.0, np.random.default_rng(108))
    >>> Xm.round().tolist(), Ym.round(2).tolist()
    ([[75.0], [25.0]], [[0.25, 0.75], [0.75, 0.25]])
    """
    raise NotImplementedError

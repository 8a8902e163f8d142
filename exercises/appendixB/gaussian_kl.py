"""The Kullback–Leibler divergence of two normal distributions.

Something is distributed as N₀ = N(mu0, S0), and somebody believes that it is N₁ = N(mu1, S1), both in d dimensions. The
average of log(f₀(x) / f₁(x)) over x from N₀ is

    KL(N₀ ‖ N₁) = ½ [ tr(S1⁻¹ S0) + (mu1 − mu0)ᵀ S1⁻¹ (mu1 − mu0) − d + log(det S1 / det S0) ].

A variational autoencoder has it in its loss, with S1 = I; trust regions and diffusion models have it, too.

* The first distribution is the one that averages are taken over. KL(N₁ ‖ N₀) is another number.
* S0 and S1 (d, d) hold variances and covariances, not standard deviations. They are symmetric and positive definite,
  d ≥ 1, with condition numbers of at most 100.
* In any unit: where variances are about 10⁻¹⁴⁰ or 10¹⁴⁰, determinants are no float64 any more, their logarithms are.
* The logarithm is natural. Of equal distributions KL is 0: a result within 10⁻¹² will do. All is float64.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix B, on the divergence of multivariate normal
distributions. Kingma, Welling, Auto-encoding variational Bayes (2014), appendix B.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gaussian_kl(mu0: Array, S0: Array, mu1: Array, S1: Array) -> float:
    """Return KL(N(mu0, S0) ‖ N(mu1, S1)), in nats.

    Parameters
    ----------
    mu0, mu1 : (d,)
        Means.
    S0, S1 : (d, d)
        Covariance matrices.

    Returns
    -------
    KL : float

    Examples
    --------
    In one dimension, variances 4 and 1, means 0 and 1: ½ [4 + 1 − 1 + log ¼]. The other way round ½ [¼ + ¼ − 1 + log
    4].

    >>> mu, nu, S, T = np.array([0.0]), np.array([1.0]), np.array([[4.0]]), np.array([[1.0]])
    >>> round(float(gaussian_kl(mu, S, nu, T)), 4), round(float(gaussian_kl(nu, T, mu, S)), 4)
    (1.3069, 0.4431)
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    shift = mu1 - mu0
    spread = np.trace(np.linalg.solve(S1, S0))
    distance = shift @ np.linalg.solve(S1, shift)
    log_ratio = np.linalg.slogdet(S1)[1] - np.linalg.slogdet(S0)[1]
    return float(0.5 * (spread + distance - len(mu0) + log_ratio))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two averages.** log f(x) = −½ d log 2π − ½ log det S − ½ (x − μ)ᵀ S⁻¹ (x − μ). In the difference of two of them,
   log 2π cancels, and

       log(f₀ / f₁) = ½ log(det S1 / det S0) − ½ (x − mu0)ᵀ S0⁻¹ (x − mu0) + ½ (x − mu1)ᵀ S1⁻¹ (x − mu1).

   On average over N₀ the second term is −½ tr(S0⁻¹ S0) = −½ d. In the third, write x − mu1 = (x − mu0) − (mu1 − mu0):
   the first part gives ½ tr(S1⁻¹ S0), the second ½ (mu1 − mu0)ᵀ S1⁻¹ (mu1 − mu0), and what is mixed averages to 0.

2. **In one dimension**, ½ [σ₀²/σ₁² + (μ₁ − μ₀)²/σ₁² − 1] + log(σ₁/σ₀). With variances 4 and 1 and means 0 and 1 it is
   ½ [4 + 1 − 1 − 1.386] = 1.307; the other way round ½ [¼ + ¼ − 1 + 1.386] = 0.443. Everything is measured in units of
   N₁, of what is believed: to believe too narrow a distribution is worse than too wide a one.

3. **Not negative.** Let λ_i be the eigenvalues of S1⁻¹ S0. Without the means it is ½ Σ (λ_i − 1 − log λ_i), and
   λ − 1 ≥ log λ. It is 0 only if all are 1 and the means agree.

4. **No unit.** y = M x + c changes both distributions and no divergence, for any invertible M: tr, the distance and the
   ratio of determinants stay as they are. So a result that changes with the unit of x is a rounding error.

5. **Determinants underflow.** With variances of 10⁻¹⁴⁰ and d = 3, det S is 10⁻⁴²⁰: 0 / 0. Take logarithms first, by
   np.linalg.slogdet or Cholesky.

>>> S = 1e-140 * np.eye(3)
>>> float(np.linalg.det(S)), round(float(gaussian_kl(np.zeros(3), S, np.zeros(3), 2 * S)), 6)
(0.0, 0.289721)

6. **The autoencoder's form.** S1 = I, mu1 = 0, S0 = diag(σ²): ½ Σ (σ_i² + μ_i² − 1 − log σ_i²).

>>> mu, variances = np.array([1.0, -0.5]), np.array([0.5, 2.0])
>>> round(float(0.5 * np.sum(variances + mu**2 - 1 - np.log(variances))), 6)
0.875
>>> round(float(gaussian_kl(mu, np.diag(variances), np.zeros(2), np.eye(2))), 6)
0.875
"""
### END EXPLANATION

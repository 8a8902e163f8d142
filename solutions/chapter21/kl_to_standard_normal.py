"""From a normal law to the standard normal one.

A variational autoencoder gives each sample a law of codes: D independent normal numbers with means mu and logarithms of
variances logvar. It wants these laws to stay near the standard normal law, from which new codes will be drawn. What
they are off is counted in nats, as a Kullback–Leibler divergence, for which there is a formula. For the sample in row
n:

    KL[n] = ½ Σ_d (mu[n, d]² + exp(logvar[n, d]) − 1 − logvar[n, d]).

Return KL (N,), and its gradients dmu and dlogvar (N, D): row n of them is the gradient of KL[n], and of nothing else.

* KL[n] is a sum over the D dimensions: the nats of independent numbers add up. Over samples nothing is summed or
  averaged.
* logvar is log σ², as in `reparameterize`; it is not cut off. A law may be narrow, wide, or far away: logvar is from
  −600 to 600, and mu as large as 1e150.
* KL is 0 for mu = 0 and logvar = 0, and positive elsewhere. (For logvar next to 0, though not 0, exp(logvar) − 1 loses
  digits, which nobody asks for here.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.1 and appendix B. Kingma, Welling, Auto-Encoding
Variational Bayes (2014), appendix B.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def kl_to_standard_normal(mu: Array, logvar: Array) -> tuple[Array, Array, Array]:
    """Return the divergence of each sample's law from the standard normal one, and its gradients.

    Parameters
    ----------
    mu : (N, D) float64
        Means.
    logvar : (N, D) float64
        Natural logarithms of the variances.

    Returns
    -------
    KL : (N,) float64
        In nats.
    dmu : (N, D) float64
        ∂KL[n]/∂mu[n, d]; it may be mu itself.
    dlogvar : (N, D) float64
        ∂KL[n]/∂logvar[n, d].

    Examples
    --------
    ½ · 3² = 4.5 for a mean that is off; ½ (4 − 1 − log 4) = 0.807 for a variance of 4.

    >>> KL, dmu, dlogvar = kl_to_standard_normal(np.array([[3.0, 0.0]]), np.array([[0.0, np.log(4.0)]]))
    >>> KL.round(3).tolist(), dmu.tolist(), dlogvar.tolist()
    ([5.307], [[3.0, 0.0]], [[0.0, 1.5]])
    """
    ### BEGIN SOLUTION
    var = np.exp(logvar)
    KL = 0.5 * np.sum(mu**2 + var - 1.0 - logvar, axis=1)
    return KL, mu, 0.5 * (var - 1.0)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What is averaged.** KL(q ‖ p) is the mean of log q(z) − log p(z), where z is drawn from q. In one dimension, with
   z = mu + σ ε,

       log q(z) = −½ ε² − log σ − ½ log 2π,   log p(z) = −½ (mu + σ ε)² − ½ log 2π.

2. **Its mean.** E ε = 0 and E ε² = 1, so E log q − E log p = −½ − log σ + ½ (mu² + σ²). With σ² = exp(logvar) and
   log σ = ½ logvar, that is ½ (mu² + exp(logvar) − 1 − logvar).

3. **Dimensions.** The densities of independent numbers are products, their logarithms sums: KL adds up over d. A mean
   over d would pull a law of 100 dimensions a hundred times less than its nats do.

4. **Gradients.** ∂KL/∂mu = mu: a spring. ∂KL/∂logvar = ½ (exp(logvar) − 1): nearly −½ for any narrow law, and growing
   as fast as the variance for a wide one. Both are 0 at mu = 0, logvar = 0, and only there. As both parts of KL are
   convex, that is the minimum: 0.

5. **With numbers.** mu = 1 and σ² = ½: ½ (1 + 0.5 − 1 + 0.6931) = 0.5966. The same by adding up log q − log p on a
   grid:

>>> KL, dmu, dlogvar = kl_to_standard_normal(np.array([[1.0]]), np.array([[np.log(0.5)]]))
>>> KL.round(4).tolist(), dmu.tolist(), dlogvar.tolist()
([0.5966], [[1.0]], [[-0.25]])
>>> z = np.linspace(-6.0, 8.0, 1401)
>>> q = np.exp(-((z - 1.0) ** 2)) / np.sqrt(np.pi)
>>> log_ratio = -((z - 1.0) ** 2) + 0.5 * np.log(2.0) + 0.5 * z**2
>>> round(float(np.sum(q * log_ratio) * 0.01), 4)
0.5966

6. **Which way round.** KL(p ‖ q) would be ½ Σ ((mu² + 1)/σ² − 1 + logvar): another number, and infinite in the limit
   of narrow laws. Here q, the law of the encoder, is what z is drawn from.
"""
### END EXPLANATION

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
    raise NotImplementedError

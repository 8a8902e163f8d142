"""The bound that a variational autoencoder climbs.

A decoder gives P logits for a code z, one for each pixel: pixel i is white with the probability σ(logits[i]), σ(a) =
1/(1 + e⁻ᵃ). The encoder says of each sample x which codes are likely for it: independent normal numbers, with means mu
and logarithms of variances logvar. How likely x is altogether, log p(x), nobody can compute, as all codes would have to
be tried. But there is a lower bound of it, the evidence lower bound or ELBO. With the logits of one code that was drawn
for the sample in row n, its estimate is

    value[n] = Σ_i [x log σ(a) + (1 − x) log(1 − σ(a))] − ½ Σ_d (mu² + exp(logvar) − 1 − logvar),

x = x[n, i] and a = logits[n, i] in the first sum, and mu[n, d], logvar[n, d] in the second: what the pixels are worth,
minus what the code costs, both in nats. On average over the codes of the encoder it is never above log p(x); for a
single code it may be.

Return value (N,), and its gradients: dlogits (N, P), dmu and dlogvar (N, D).

* Both sums are sums, over all pixels and over all dimensions. A mean in one of them would weigh nats against something
  else.
* Each row has a value of its own. Nothing is averaged over samples, and row n of a gradient is that of value[n].
* The value is to go up: these are the gradients of value, not of −value.
* logits, mu and logvar are three inputs: that logits came from a code that was made of mu and logvar is the business of
  `reparameterize_backward`.
* x is 0 or 1, or anything between the two, a grey pixel. logits may be as large as they like: a pixel that is certain
  and wrong costs as many nats as the logit is large. (What is certain and right costs next to nothing, and 0 is
  accepted for that.) logvar is from −600 to 600, and is not cut off.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.1. Kingma, Welling, Auto-Encoding Variational
Bayes (2014), sections 2.2 and 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def elbo_bernoulli(x: Array, logits: Array, mu: Array, logvar: Array) -> tuple[Array, Array, Array, Array]:
    """Return the bound of each sample for one code, and its gradients.

    Parameters
    ----------
    x : (N, P) float64
        Pixels, from 0 to 1.
    logits : (N, P) float64
        What the decoder made of one code for each sample.
    mu : (N, D) float64
        Means of the encoder's laws.
    logvar : (N, D) float64
        Natural logarithms of their variances.

    Returns
    -------
    value : (N,) float64
    dlogits : (N, P) float64
        ∂value[n]/∂logits[n, i].
    dmu : (N, D) float64
        ∂value[n]/∂mu[n, d].
    dlogvar : (N, D) float64
        ∂value[n]/∂logvar[n, d].

    Examples
    --------
    Two pixels of which nothing is known are worth 2 log ½ = −1.386; a code with the mean 3 costs 4.5.

    >>> x, logits = np.array([[1.0, 0.0]]), np.array([[0.0, 0.0]])
    >>> value, dlogits, dmu, dlogvar = elbo_bernoulli(x, logits, np.array([[3.0]]), np.array([[0.0]]))
    >>> value.round(3).tolist(), dlogits.tolist(), dmu.tolist(), (0.0 + dlogvar).tolist()
    ([-5.886], [[0.5, -0.5]], [[-3.0]], [[0.0]])
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(logits))
    pixels = x * logits - np.maximum(logits, 0.0) - np.log1p(small)
    probability = np.where(logits > 0, 1.0, small) / (1.0 + small)
    var = np.exp(logvar)
    KL = 0.5 * np.sum(mu**2 + var - 1.0 - logvar, axis=1)
    return np.sum(pixels, axis=1) - KL, x - probability, -mu, 0.5 * (1.0 - var)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Where the bound comes from.** Let q be the encoder's law of codes for x, p(z) the standard normal law. By Bayes,
   p(x) p(z | x) = p(x | z) p(z). Take logarithms, subtract log q(z) on both sides, and average over q:

       log p(x) − KL(q ‖ p(z | x)) = E_q log p(x | z) − KL(q ‖ p(z)).

   The right side can be computed, up to the mean over q. A divergence is not negative: so the right side is at most log
   p(x), and it misses by what q is off the true law of codes.

2. **Pixels.** log p(x | z) = Σ_i [x log σ(a) + (1 − x) log σ(−a)], as pixels are independent once the code is known.
   log σ(a) − log σ(−a) = a, so a pixel is worth x a + log σ(−a) = x a − log(1 + eᵃ). For large a, eᵃ overflows:

       log(1 + eᵃ) = max(a, 0) + log(1 + e^−|a|).

3. **Gradients.** ∂/∂a (x a − log(1 + eᵃ)) = x − σ(a): up, where the pixel is whiter than was thought. The code's costs
   stand with a minus: −mu, and ½ (1 − exp(logvar)).

4. **Sum and mean.** An image of P pixels says P times as much as one pixel. With a mean over pixels, codes would be P
   times too expensive, and the best encoder would say nothing.

5. **A single code is no bound.** One pixel, a = 3 z, q = p(z) standard normal: p(x = 1) = ½ by symmetry, and log p =
   −0.693. The value for z = 1 is log σ(3) = −0.049, above it. On average it is below:

>>> z, weights = np.polynomial.hermite_e.hermegauss(60)
>>> zeros = np.zeros((60, 1))
>>> value, *_ = elbo_bernoulli(np.ones((60, 1)), 3.0 * z[:, None], zeros, zeros)
>>> round(float(value @ weights / weights.sum()), 3), round(float(np.log(0.5)), 3)
(-1.394, -0.693)

6. **With numbers.** x = 1, a = 2, mu = 1, logvar = log ½: log σ(2) = −0.1269, KL = 0.5966, so the value is −0.7235.

>>> value, dlogits, dmu, dlogvar = elbo_bernoulli(*(np.array([[v]]) for v in (1.0, 2.0, 1.0, np.log(0.5))))
>>> value.round(4).tolist(), dlogits.round(4).tolist(), dmu.tolist(), dlogvar.tolist()
([-0.7235], [[0.1192]], [[-1.0]], [[0.25]])
"""
### END EXPLANATION

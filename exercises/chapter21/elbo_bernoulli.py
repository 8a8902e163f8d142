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
    raise NotImplementedError

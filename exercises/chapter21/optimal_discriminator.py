"""The best discriminator, and what it is worth.

Let samples be one of k outcomes. Real ones have the probabilities p, those of the generator q, and the discriminator
says D[i], its probability of "real", to outcome i. It is worth

    value(D, p, q) = Σ_i p[i] log D[i] + Σ_i q[i] log(1 − D[i]),

minus its cross-entropy: 0 at best, and −2 log 2 if it says ½ to everything. For given p and q the best one is known,

    D[i] = p[i] / (p[i] + q[i]),

and is worth 2 JS(p, q) − 2 log 2, with the Jensen–Shannon divergence JS(p, q) = ½ KL(p ‖ m) + ½ KL(q ‖ m), m = ½ (p +
q). So the generator, against the best discriminator, minimises a divergence.

Write `optimal_d`, which returns the best D, and `value`, for any D.

* Where neither a real nor a made sample ever is, p[i] = q[i] = 0, nothing depends on D[i]: let it be ½.
* What never happens costs nothing: 0 log 0 = 0. If D excludes what does happen (D[i] = 0 with p[i] > 0, or D[i] = 1
  with q[i] > 0), it is worth −∞: nothing is cut off, and nothing is added inside a logarithm. (A warning of NumPy's
  costs nothing.)
* Logarithms are natural.
* p and q (k,) are distributions: no entry is negative, and the sums are 1. Probabilities may be tiny, but those that
  are not 0 are at least 10⁻³⁰⁰. D[i] is from 0 to 1.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.3. Goodfellow et al., Generative Adversarial Nets
(2014), section 4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def optimal_d(p: Array, q: Array) -> Array:
    """Return the discriminator of the largest value.

    Parameters
    ----------
    p : (k,) float64
        Probabilities of real samples.
    q : (k,) float64
        Probabilities of samples that the generator makes.

    Returns
    -------
    D : (k,) float64
        What it says to each outcome; ½ where p and q are 0.

    Examples
    --------
    >>> optimal_d(np.array([0.75, 0.25, 0.0]), np.array([0.25, 0.75, 0.0])).tolist()
    [0.75, 0.25, 0.5]
    """
    raise NotImplementedError


def value(D: Array, p: Array, q: Array) -> float:
    """Return what a discriminator is worth.

    Parameters
    ----------
    D : (k,) float64
        What it says to each outcome, from 0 to 1.
    p : (k,) float64
        Probabilities of real samples.
    q : (k,) float64
        Probabilities of samples that the generator makes.

    Returns
    -------
    V : float
        In nats; at most 0, perhaps −∞.

    Examples
    --------
    Saying ½ to everything is worth 2 log ½ = −1.386; to tell all samples apart is worth 0.

    >>> p, q = np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.0, 1.0])
    >>> round(float(value(np.full(3, 0.5), p, q)), 4), float(value(np.array([1.0, 1.0, 0.0]), p, q))
    (-1.3863, 0.0)
    """
    raise NotImplementedError

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
    ### BEGIN SOLUTION
    both = p + q
    D: Array = np.divide(p, both, out=np.full(p.shape, 0.5), where=both > 0)
    return D
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    V = 0.0
    for weights, said in ((p, D), (q, 1.0 - D)):
        happens = weights > 0
        with np.errstate(divide="ignore"):
            V += float(np.sum(weights[happens] * np.log(said[happens])))
    return V
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Outcome by outcome.** D[i] stands in two terms only: p log D + q log(1 − D). Its derivative, p/D − q/(1 − D), is 0
   where p (1 − D) = q D, that is at D = p/(p + q). The second derivative is negative: a maximum. If q = 0, the term
   grows up to D = 1; if p = 0, down to D = 0. The formula is right for both.

2. **Its value.** Put in, with m = ½ (p + q), so that D = p/(2 m) and 1 − D = q/(2 m):

       Σ p log(p/(2 m)) + Σ q log(q/(2 m)) = KL(p ‖ m) + KL(q ‖ m) − 2 log 2 = 2 JS − 2 log 2.

   Each of the two distributions gives one log 2.

3. **Its ends.** If q = p, D is ½ everywhere, JS is 0, and the value −2 log 2 = −1.386. If they have no outcome in
   common, D is 1 or 0, JS is log 2, and the value 0. Between the two lies everything else.

4. **What follows for training.** Against the best discriminator the generator minimises JS. But where p and q have
   nothing in common, JS is log 2, however near they are: there is no slope to follow. `wasserstein_1d` is one way out.

5. **With numbers.** p = (0.75, 0.25), q = (0.25, 0.75): D = p, and the value is 2 (0.75 log 0.75 + 0.25 log 0.25) =
   −1.1247. JS = 0.1308, and 2 · 0.1308 − 1.3863 = −1.1247.

>>> p, q = np.array([0.75, 0.25]), np.array([0.25, 0.75])
>>> round(float(value(optimal_d(p, q), p, q)), 4)
-1.1247
>>> m = (p + q) / 2
>>> JS = 0.5 * np.sum(p * np.log(p / m)) + 0.5 * np.sum(q * np.log(q / m))
>>> round(float(JS), 4), round(float(2 * JS - 2 * np.log(2)), 4)
(0.1308, -1.1247)
>>> max(float(value(np.array([a, 1 - a]), p, q)) for a in (0.6, 0.7, 0.8, 0.9)) < -1.1247
True
"""
### END EXPLANATION

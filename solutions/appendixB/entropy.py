"""The entropy of a distribution.

Outcomes 1 to k happen with probabilities p. What has probability p[i] surprises by −log p[i]; on average, that is

    H(p) = −Σ_i p[i] log p[i].

It says how uncertain the outcome is: 0 if one outcome is certain, log k if all k are equally likely, between the two
otherwise. Whoever writes the outcomes down in bits needs H(p) of them on average, with the logarithm to the base 2.

* `base` is the base of the logarithm, a number above 1: e gives nats (that is the default), 2 gives bits.
* An outcome that never happens costs nothing: 0 log 0 = 0.
* Nothing is added to p, and p is not clipped: the entropy of a certain outcome is 0 and not something small, and
  outcomes as rare as 10⁻³⁰⁰ count as what they are.
* p (k,) is a distribution, k ≥ 1: you may rely on it. It is float64.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix B, on entropy. Cover, Thomas, Elements of
Information Theory, 2nd ed. (2006), chapter 2.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def entropy(p: Array, base: float = math.e) -> float:
    """Return the average surprise of a distribution.

    Parameters
    ----------
    p : (k,)
        The distribution.
    base : float
        Base of the logarithm, > 1.

    Returns
    -------
    H : float
        From 0 to log k, to this base.

    Examples
    --------
    Half of the time one bit of surprise, and half of the time two:

    >>> round(float(entropy(np.array([0.5, 0.25, 0.25]), base=2)), 6)
    1.5
    >>> round(float(entropy(np.array([0.5, 0.0, 0.5]))), 6)
    0.693147
    """
    ### BEGIN SOLUTION
    happens = p[p > 0]
    return float(-np.sum(happens * np.log(happens)) / np.log(base))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Surprise.** It should be 0 for what is certain, and add up for what is independent: s(p q) = s(p) + s(q). Of
   continuous functions only multiples of −log p do so. The factor is the unit: log_b x = log x / log b, so that one bit
   is log 2 = 0.693 nats.

2. **By hand.** p = (½, ¼, ¼): ½ · 1 + ¼ · 2 + ¼ · 2 = 1.5 bits. A code that needs just that: 0, 10, 11.

>>> p = np.array([0.5, 0.25, 0.25])
>>> round(float(entropy(p, base=2)), 12), round(float(entropy(p)), 4)
(1.5, 1.0397)

3. **Zeros.** x log x → 0 as x → 0, but NumPy computes 0 · log 0 = 0 · (−∞) = NaN. Take the terms with p > 0: that is no
   approximation. To add 10⁻¹² below the logarithm is one: an outcome with p = 10⁻¹⁸ then surprises by 27.6 in place of
   41.4.

4. **The most uncertain.** log x ≤ x − 1, with equality for x = 1 only. So

       H(p) − log k = Σ_{p > 0} p log(1 / (k p)) ≤ Σ_{p > 0} p (1 / (k p) − 1) ≤ 0,

   with equality if p[i] = 1/k for all i.

>>> round(float(entropy(np.full(8, 1 / 8), base=2)), 12)
3.0

5. **Independent outcomes add up**: log(p[i] q[j]) = log p[i] + log q[j], so the entropy of all pairs is H(p) + H(q).

6. **Mixing adds uncertainty.** −x log x is concave, thus H is: H(½ p + ½ q) ≥ ½ H(p) + ½ H(q). What is gained is the
   Jensen–Shannon divergence of p and q.

7. **What it is not.** H does not know what the outcomes are, only how likely: their order does not matter, and neither
   does their distance.
"""
### END EXPLANATION

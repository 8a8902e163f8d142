"""The Jensen–Shannon divergence.

KL(p ‖ q) is inf as soon as q rules out something that happens under p, and KL(q ‖ p) is another number. Both faults are
mended by comparing p and q with the mixture of the two, m = ½ (p + q), which rules out nothing:

    JS(p, q) = ½ KL(p ‖ m) + ½ KL(q ‖ m),      KL(p ‖ m) = Σ_i p[i] log(p[i] / m[i]).

It lies between 0, for equal distributions, and log 2, for those that have no outcome in common. A generative
adversarial network whose discriminator is the best possible minimises it.

* The logarithm is natural: JS is in nats, and not in units of log 2. It is no distance; its root is, and the root is
  not asked for.
* Where p[i] = 0, the term of KL(p ‖ m) is 0; likewise for q. Where both are 0, both terms are 0. Nothing is added to p
  or q, and nothing is clipped: outcomes as rare as 10⁻²⁹⁰ count as what they are.
* p and q (k,) are distributions of the same k ≥ 1 outcomes, float64: you may rely on it. Either they are equal, then a
  result within 10⁻¹² of 0 will do; or one of them has an outcome that the other lacks or finds less likely by 1 %, so
  that JS may be computed as you like.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix B, on the Jensen–Shannon divergence. Lin,
Divergence measures based on the Shannon entropy, IEEE Trans. Information Theory 37 (1991).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def js_divergence(p: Array, q: Array) -> float:
    """Return the mean of the divergences of p and of q from the mixture of both, in nats.

    Parameters
    ----------
    p, q : (k,)
        Two distributions.

    Returns
    -------
    JS : float
        From 0 to log 2.

    Examples
    --------
    A certain outcome, and a fair coin: m = (¾, ¼), JS = ½ log 4/3 + ½ (½ log 2/3 + ½ log 2). Nothing in common: log 2.

    >>> round(float(js_divergence(np.array([1.0, 0.0]), np.array([0.5, 0.5]))), 4)
    0.2158
    >>> round(float(js_divergence(np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0]))), 4)
    0.6931
    """
    ### BEGIN SOLUTION
    m = 0.5 * (p + q)
    total = 0.0
    for r in (p, q):
        happens = r > 0
        total += 0.5 * np.sum(r[happens] * np.log(r[happens] / m[happens]))
    return float(total)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Never inf.** m[i] ≥ ½ p[i], so p / m ≤ 2, and KL(p ‖ m) ≤ log 2; so is the other. Equality asks for m = ½ p
   wherever p > 0: q is 0 there.

2. **By hand.** p = (1, 0), q = (½, ½), m = (¾, ¼). KL(p ‖ m) = log 4/3 = 0.2877. KL(q ‖ m) = ½ log 2/3 + ½ log 2 =
   0.1438. JS = 0.2158.

>>> round(0.5 * float(np.log(4 / 3)) + 0.5 * float(0.5 * np.log(2 / 3) + 0.5 * np.log(2)), 4)
0.2158

3. **What mixing adds.** Σ p log(p / m) = −H(p) − Σ p log m. Average it with the other one; the terms with log m
   together are −Σ m log m. So

       JS(p, q) = H(m) − ½ (H(p) + H(q)):

   by how much the entropy of the mixture exceeds the mean entropy. For nearly equal distributions this form cancels, as
   JS is of the order of (p − q)²; the form with KL loses less.

4. **Guess the coin.** Toss a fair coin; heads, draw from p, tails, draw from q. What does the outcome tell about the
   coin? JS nats, of the log 2 that there are to know. If p and q have no outcome in common, all of it.

5. **The best discriminator** D = p / (p + q) tells data from fakes with a log likelihood of 2 JS − 2 log 2: what a
   generator is to bring down. Where p and q have nothing in common, JS is log 2 however far apart they are: it has no
   slope there, and that is what Wasserstein's distance was taken up for.

6. **The root is a distance**: √JS obeys the triangle inequality, and JS does not.

>>> a, b, c = np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([0.0, 1.0])
>>> direct, way = js_divergence(a, c), js_divergence(a, b) + js_divergence(b, c)
>>> bool(direct > way), bool(direct**0.5 <= js_divergence(a, b) ** 0.5 + js_divergence(b, c) ** 0.5)
(True, True)
"""
### END EXPLANATION

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
    raise NotImplementedError

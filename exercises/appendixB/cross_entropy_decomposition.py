"""Cross-entropy, and the two parts of it.

Outcomes 1 to k happen with probabilities p; a model says q. On average over what happens, the model is surprised by

    CE(p, q) = −Σ_i p[i] log q[i],

which is the loss that classifiers and language models are trained with. One part of it nobody can learn away, the
entropy of p; the other is what the model lacks, the Kullback–Leibler divergence:

    CE(p, q) = H(p) + KL(p ‖ q),     H(p) = −Σ_i p[i] log p[i],     KL(p ‖ q) = Σ_i p[i] log(p[i] / q[i]).

Return all three, in this order: CE, H, KL.

* Logarithms are natural: all three are in nats.
* What never happens costs nothing: where p[i] = 0, all terms are 0, whatever q[i] is, also 0.
* If something happens that the model ruled out, q[i] = 0 < p[i], CE and KL are inf; H is what it is. Nothing is added
  to q, and nothing is clipped: q[i] may be as small as 10⁻³⁰⁰.
* p and q (k,) are distributions of the same k ≥ 1 outcomes, float64: you may rely on it. Either they are equal, or they
  differ by 0.01 at least in some entry, so that KL may be computed as you like.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, appendix B, on cross-entropy. Cover, Thomas,
Elements of Information Theory, 2nd ed. (2006), chapter 2 and section 5.4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def cross_entropy_decomposition(p: Array, q: Array) -> tuple[float, float, float]:
    """Return the cross-entropy of p and q, the entropy of p, and the divergence KL(p ‖ q).

    Parameters
    ----------
    p : (k,)
        What happens.
    q : (k,)
        What the model says.

    Returns
    -------
    CE : float
        −Σ p log q, or inf.
    H : float
        −Σ p log p.
    KL : float
        Σ p log(p / q), or inf.

    Examples
    --------
    A fair coin, of which the model says 1/4 and 3/4: ½ log 4 + ½ log 4/3, of which log 2 is the coin's own.

    >>> CE, H, KL = cross_entropy_decomposition(np.array([0.5, 0.5]), np.array([0.25, 0.75]))
    >>> round(float(CE), 4), round(float(H), 4), round(float(KL), 4)
    (0.837, 0.6931, 0.1438)
    >>> CE, H, KL = cross_entropy_decomposition(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    >>> float(CE), round(float(H), 4), float(KL)
    (inf, 0.6931, inf)
    """
    raise NotImplementedError

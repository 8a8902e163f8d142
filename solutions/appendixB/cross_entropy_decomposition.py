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
    ### BEGIN SOLUTION
    happens = p > 0
    p, q = p[happens], q[happens]
    with np.errstate(divide="ignore"):  # −log 0 is inf
        CE = float(-np.sum(p * np.log(q)))
        KL = float(np.sum(p * np.log(p / q)))
    H = float(-np.sum(p * np.log(p)))
    return CE, H, KL
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Add and subtract.** −log q = −log p + log(p / q). On average over p that is CE = H + KL.

2. **By hand.** p = (½, ½), q = (¼, ¾): CE = ½ · 1.386 + ½ · 0.288 = 0.837, H = log 2 = 0.693, KL = 0.144.

>>> p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
>>> [round(float(x), 3) for x in (-p @ np.log(q), -p @ np.log(p), p @ np.log(p / q))]
[0.837, 0.693, 0.144]

3. **The best model is the truth.** H does not depend on q, and KL ≥ 0 with equality for q = p only. So q = p minimises
   the cross-entropy, and the loss that is left is H(p), not 0. A language model whose loss stands still at 2 nats has
   not failed: perhaps text is that uncertain.

4. **Labels are the exception.** A one-hot p has H = 0. Then cross-entropy is KL, and is −log q of the right class.

>>> CE, H, KL = cross_entropy_decomposition(np.array([0.0, 1.0, 0.0]), np.array([0.2, 0.7, 0.1]))
>>> round(float(CE), 6) == round(float(KL), 6) == round(float(-np.log(0.7)), 6), abs(float(H))
(True, 0.0)

5. **The order matters.** −Σ q log p is another number: the surprise of p where q is what happens. In a loss, the data
   stand in front of the logarithm, and the model stands behind it.

6. **Zeros.** Terms with p = 0 are 0, but NumPy makes NaN of 0 · log 0: leave them out. Terms with q = 0 < p are inf:
   keep them. A model that rules out what happens is infinitely wrong, and a clipped loss hides that: with 10⁻¹² in
   place of 0 it says 27.6 nats.

7. **Bits and codes.** With log₂, H is the length of the shortest code for p, CE that of a code made for q: KL is what
   the wrong code wastes.
"""
### END EXPLANATION

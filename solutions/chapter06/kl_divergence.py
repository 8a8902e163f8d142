"""The Kullback–Leibler divergence of two distributions.

Outcomes 1 to k happen with probabilities p. Somebody believes that they are q. How wrong is that? A surprise is −log of
a probability; whoever believes in q is on average more surprised than necessary, by

    KL(p ‖ q) = Σ_i p[i] log(p[i] / q[i]).

It is 0 if q is p, and positive for every other q. It is what is left to be gained when a classifier is trained with
cross-entropy, and it keeps the codes of a variational autoencoder near a normal distribution.

* The logarithm is the natural one: KL is counted in nats. Averages are taken with p, the first argument: KL(p ‖ q) and
  KL(q ‖ p) are different numbers.
* An outcome that never happens costs nothing: 0 log(0 / q) = 0, also for q = 0.
* If something happens that was believed impossible, p[i] > 0 and q[i] = 0, KL is inf. Nothing is added to q to avoid
  that.
* p and q (k,) are distributions: no entry is negative, and the sum is 1. If a sum is further from 1 than 1e-9, or an
  entry is negative, raise ValueError; don't normalise. Entries that are not 0 are at least 10⁻³⁰⁰. Both are float64 and
  have the same length, k ≥ 1.

References
----------
Kneusel, Math for Deep Learning, chapter 6, Kullback–Leibler divergence. Cover, Thomas, Elements of Information Theory,
2nd ed. (2006), chapter 2.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def kl_divergence(p: Array, q: Array) -> float:
    """Return by how much surprise under q exceeds that under p, on average over p, in nats.

    Parameters
    ----------
    p : (k,)
        The distribution.
    q : (k,)
        What is believed of it.

    Returns
    -------
    KL : float
        Σ p log(p / q): 0, positive, or inf.

    Raises
    ------
    ValueError
        If an entry is negative, or a sum is not 1.

    Examples
    --------
    ½ log(½ / ¼) + ½ log(½ / ¾) = ½ log 4/3, and the other way round ¼ log ½ + ¾ log 3/2:

    >>> p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> [round(float(kl), 4) for kl in (kl_divergence(p, q), kl_divergence(q, p))]
    [0.1438, 0.1308]
    >>> float(kl_divergence(np.array([0.5, 0.5]), np.array([1.0, 0.0])))
    inf
    """
    ### BEGIN SOLUTION
    for r in (p, q):
        if np.any(r < 0) or abs(r.sum() - 1.0) > 1e-9:
            raise ValueError("no distribution")
    happens = p > 0
    with np.errstate(divide="ignore"):  # p / 0 is inf, and so is its logarithm
        return float(np.sum(p[happens] * np.log(p[happens] / q[happens])))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Surprise.** What has probability q surprises by −log q: what is certain by 0, what is rare by much; and what is
   independent adds up, −log(q q′) = −log q − log q′. On average over p that is the cross-entropy, −Σ p log q. With
   q = p it is the entropy, −Σ p log p. KL is the difference:

       −Σ p log q − (−Σ p log p) = Σ p log(p / q).

2. **By hand.** p = (½, ½), q = (¼, ¾): cross-entropy −½ log ¼ − ½ log ¾ = 0.837, entropy log 2 = 0.693, difference
   0.144.

>>> p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
>>> [round(x, 3) for x in (float(-p @ np.log(q)), float(-p @ np.log(p)), float(p @ np.log(p / q)))]
[0.837, 0.693, 0.144]

3. **It is never negative** (Gibbs). log x ≤ x − 1, with equality for x = 1 only. So

       −KL = Σ p log(q / p) ≤ Σ p (q / p − 1) = Σ_{p > 0} q − 1 ≤ 0.

   Equality asks for q = p wherever p > 0, and for nothing of q being elsewhere: q = p. Single terms may be negative, as
   ½ log(½ / ¾) is. Without sums of 1 all of this is wrong: p = (½, ½) and q = (1, 1) would give −log 2.

4. **Zeros.** x log x → 0 as x → 0: what never happens does not count, but NumPy computes 0 · log 0 = 0 · (−∞) = NaN, so
   take the terms with p > 0 only. For q → 0 and p > 0 the term grows beyond all bounds, and it does so slowly: with
   q = 10⁻¹² in place of 0 it is 13.5 for p = ½, a number that says nothing but what was put in.

>>> (0.5 * np.log(0.5 / np.array([1e-12, 1e-300]))).round(1).tolist()
[13.5, 345.0]

5. **Which way round?** KL(p ‖ q) averages over p: it is large where q is too small, however rarely. KL(q ‖ p) averages
   over q. A q that is fitted by the first covers everything that happens; by the second it keeps to where p is large.

6. **Independent pairs** add up: KL(p p′ ‖ q q′) = KL(p ‖ q) + KL(p′ ‖ q′), for log(p p′ / (q q′)) is a sum, and each
   term's average over the other distribution is itself.
"""
### END EXPLANATION

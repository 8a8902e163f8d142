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
    raise NotImplementedError

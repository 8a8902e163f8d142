"""Cross-entropy with smoothed labels.

A network that is trained on one-hot labels is never done: the loss falls as long as the logit of the true class grows,
without end. Label smoothing asks for less. With K classes, sample n has the targets

    t[n, k] = (1 − eps) · [k = y[n]] + eps/K,

one-hot, mixed with the uniform distribution. The loss is the mean over the samples of the cross-entropy of targets and
softmax P of the logits Z (N, K):

    L = −1/N Σ_n Σ_k t[n, k] log P[n, k],   P[n, k] = e^Z[n, k] / Σ_j e^Z[n, j].

Return L, and with it dZ = ∂L/∂Z (N, K), its exact derivative.

* The share eps/K goes to every class, the true one as well: that has 1 − eps + eps/K, and targets sum to 1. (Elsewhere,
  eps/(K − 1) goes to the others alone.)
* 0 ≤ eps < 1; any other raises ValueError. With eps = 0 it is plain cross-entropy.
* Logits reach from −1000 to 1000: take the logarithm on paper, before any probability has become 0. Nothing is clipped,
  and nothing is added.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, tricks of the trade. Szegedy et al., Rethinking the
Inception Architecture for Computer Vision (2016), section 7.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def label_smoothing(Z: Array, y: Labels, eps: float) -> tuple[float, Array]:
    """Return the mean cross-entropy with smoothed labels, and its gradient with respect to the logits.

    Parameters
    ----------
    Z : (N, K) float64
        Logits.
    y : (N,) int
        The true classes, from 0 to K − 1.
    eps : float
        How much of each label is given to all classes alike, 0 ≤ eps < 1.

    Returns
    -------
    loss : float
    dZ : (N, K) float64
        ∂L/∂Z.

    Raises
    ------
    ValueError
        If eps is below 0, or not below 1.

    Examples
    --------
    Equal logits mean the probabilities 1/2 and 1/2, and any targets cost log 2. With eps = 0.2 they are 0.9 and 0.1.

    >>> loss, dZ = label_smoothing(np.array([[0.0, 0.0]]), np.array([0]), 0.2)
    >>> round(float(loss), 6), dZ.round(6).tolist()
    (0.693147, [[-0.4, 0.4]])
    """
    raise NotImplementedError

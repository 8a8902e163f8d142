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
    ### BEGIN SOLUTION
    if not 0 <= eps < 1:
        raise ValueError(f"eps is {eps}: it has to be at least 0 and below 1")
    N, K = Z.shape
    targets = np.full((N, K), eps / K)
    targets[np.arange(N), y] += 1 - eps
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    loss = -np.sum(targets * log_P) / N
    return float(loss), (np.exp(log_P) - targets) / N
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A mixture of two losses.** The loss is linear in the targets. So it is (1 − eps) times the cross-entropy of the
   true classes, plus eps times the mean cross-entropy of all K classes: the loss that is expected if each label is
   replaced, with the probability eps, by a class that is drawn from all K.

2. **The gradient.** With s = log Σ_j e^z[j], a row costs Σ_k t[k] (s − z[k]) = s − Σ_k t[k] z[k], as targets sum to 1.
   The derivative of s is softmax, so

       ∂L/∂Z[n, k] = (P[n, k] − t[n, k]) / N,

   as ever: what is predicted minus what is wanted. Rows sum to 0.

3. **Where it rests.** The gradient is 0 where P = t: at the logit of the true class above the others by
   log(t_true / t_other) = log(1 + K (1 − eps)/eps), which is finite. With eps = 0 that is nowhere.

>>> K, eps = 4, 0.2
>>> lead = np.log(1 + K * (1 - eps) / eps)
>>> loss, dZ = label_smoothing(lead * np.eye(K), np.arange(K), eps)
>>> round(float(lead), 4), bool(np.max(np.abs(dZ)) < 1e-15)
(2.8332, True)

4. **It does not end at 0.** What is left there is the entropy of the targets, here of 0.85, 0.05, 0.05, 0.05. To
   compare losses of several eps says nothing; compare accuracies.

>>> targets = np.array([0.85, 0.05, 0.05, 0.05])
>>> round(float(loss), 6) == round(float(-np.sum(targets * np.log(targets))), 6)
True

5. **The price of certainty.** Now each class has a target above 0: a logit 1000 below the largest costs 1000 eps/K. In
   log P that is an ordinary number; as the logarithm of a probability that has become 0, it is −∞, and 0 · ∞ is NaN.
"""
### END EXPLANATION

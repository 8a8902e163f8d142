"""The triplet loss.

A network that recognises faces maps each image to a point, so that images of one person lie close together, and those
of different persons far apart. It is trained with triplets: an anchor a, a positive p of the same person, a negative
n of another one. The negative shall be further away than the positive, by a margin:

    loss = 1/N Σ_i max(0, ‖a_i − p_i‖² − ‖a_i − n_i‖² + margin),

the mean over the N triplets, with squared Euclidean distances. Return the loss, and its gradients by the three batches
of points: the exact derivatives of this mean.

* A triplet is active if the number in the maximum is above 0. Where it is 0 or less, the gradients of the row are 0,
  also exactly at 0.
* The mean goes over all N triplets, active or not.

References
----------
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14. Liquet, Moka, Nazarathy, Mathematical
Engineering of Deep Learning, chapter 6. Schroff, Kalenichenko, Philbin, FaceNet (2015), equation 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def triplet_loss(
    anchors: Array, positives: Array, negatives: Array, margin: float
) -> tuple[float, Array, Array, Array]:
    """Return the loss and its gradients.

    Parameters
    ----------
    anchors, positives, negatives : (N, D)
        Row i of each is triplet i.
    margin : float
        At least 0.

    Returns
    -------
    loss : float
    danchors, dpositives, dnegatives : (N, D)

    Examples
    --------
    Squared distances of 2 and 5: with a margin of 5 two are missing, and with 3 none.

    >>> a, p, n = np.array([[0.0, 0.0]]), np.array([[1.0, 1.0]]), np.array([[-1.0, 2.0]])
    >>> loss, da, dp, dn = triplet_loss(a, p, n, 5.0)
    >>> float(loss), da.tolist(), dp.tolist(), dn.tolist()
    (2.0, [[-4.0, 2.0]], [[2.0, 2.0]], [[2.0, -4.0]])
    >>> float(triplet_loss(a, p, n, 3.0)[0])
    0.0
    """
    ### BEGIN SOLUTION
    towards, away = anchors - positives, anchors - negatives
    excess = np.sum(towards**2, axis=1) - np.sum(away**2, axis=1) + margin
    share = 2.0 * (excess > 0)[:, None] / len(anchors)
    loss = float(np.mean(np.maximum(excess, 0.0)))
    return loss, share * (towards - away), -share * towards, share * away
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One active triplet.** Its term is ‖a − p‖² − ‖a − n‖² + margin. The derivative of ‖a − p‖² by a is 2 (a − p), and
   by p −2 (a − p). So

       ∂/∂a = 2 (a − p) − 2 (a − n) = 2 (n − p),    ∂/∂p = −2 (a − p) = 2 (p − a),    ∂/∂n = 2 (a − n).

   A step downhill pulls p to a, pushes n away from it, and moves a from n's side to p's.

2. **The maximum.** Where the term is below 0 the triplet is content: loss 0, gradients 0. At 0 itself the maximum has a
   kink, and 0 is taken, as for the ReLU.

3. **The mean.** All gradients are divided by N, the number of all triplets, for that is what the loss was divided by.

4. **The three gradients of a row add up to 0**, active or not: if all three points move together, no distance changes.

>>> rng = np.random.default_rng(0)
>>> _, da, dp, dn = triplet_loss(*rng.normal(size=(3, 4, 2)), 0.5)
>>> bool(np.allclose(da + dp + dn, 0.0, atol=1e-15))
True

5. **Easy triplets teach nothing.** Once most are inactive, the mean of the gradients is small: one looks for hard
   triplets, those with near negatives.

With numbers, as in the example: 2 − 5 + 5 = 2. da = 2 (n − p) = 2 · (−2, 1), dp = 2 (p − a) = (2, 2), dn = 2 (a − n) =
(2, −4): together 0.
"""
### END EXPLANATION

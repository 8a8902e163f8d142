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
    raise NotImplementedError

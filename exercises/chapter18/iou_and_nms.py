"""Boxes: overlap, and one for each thing.

A network that finds things in an image names a box and a score for each guess, and it guesses every thing several
times. How much do two boxes have in common, and which of the many are kept?

A box is (x1, y1, x2, y2) with x1 ≤ x2 and y1 ≤ y2, real numbers, and its area is (x2 − x1)(y2 − y1): no 1 is added.
Two boxes have in common the box from (max x1, max y1) to (min x2, min y2), or nothing, if one of its sides is
negative. Their intersection over union is

    IoU = area in common / (area of one + area of the other − area in common),

between 0 and 1, and 0 if the area of the union is 0.

Non-maximum suppression goes through the boxes by falling score; of equal scores, the box with the lower index comes
first. A box is kept unless its IoU with a box that *was kept* is above thr. IoU = thr does not suppress, and a box
that was suppressed suppresses nothing. Returned are the indices of the boxes that are kept, in the order in which
they were: by falling score. Without boxes, there are no indices.

References
----------
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14. Liquet, Moka, Nazarathy, Mathematical
Engineering of Deep Learning, chapter 6. Girshick et al., Rich Feature Hierarchies (2014).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


def iou(a: Array, b: Array) -> Array:
    """Return the intersection over union of each box of a with each box of b.

    Parameters
    ----------
    a : (N, 4)
        Boxes (x1, y1, x2, y2).
    b : (M, 4)

    Returns
    -------
    overlaps : (N, M)

    Examples
    --------
    Two unit squares side by side, and the rectangle that both make: half of it is the first square.

    >>> squares = np.array([[0.0, 0.0, 1.0, 1.0], [1.0, 0.0, 2.0, 1.0]])
    >>> iou(squares[:1], np.array([[0.0, 0.0, 2.0, 1.0], [1.0, 0.0, 2.0, 1.0]])).tolist()
    [[0.5, 0.0]]
    """
    raise NotImplementedError


def nms(boxes: Array, scores: Array, thr: float) -> Indices:
    """Return the indices of the boxes that are kept.

    Parameters
    ----------
    boxes : (N, 4)
        N may be 0.
    scores : (N,)
        Of either sign.
    thr : float
        In [0, 1].

    Returns
    -------
    kept : (K,) int
        By falling score.

    Examples
    --------
    The second box is half of the first. At thr = 0.5 that is still allowed, at 0.4 the better one suppresses the other.

    >>> boxes = np.array([[0.0, 0.0, 2.0, 1.0], [0.0, 0.0, 1.0, 1.0], [5.0, 5.0, 6.0, 6.0]])
    >>> nms(boxes, np.array([0.7, 0.9, 0.8]), 0.5).tolist(), nms(boxes, np.array([0.7, 0.9, 0.8]), 0.4).tolist()
    ([1, 2, 0], [1, 2])
    """
    raise NotImplementedError

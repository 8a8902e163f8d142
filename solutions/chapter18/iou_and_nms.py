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
    ### BEGIN SOLUTION
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    common = np.prod(np.maximum(high - low, 0.0), axis=2)
    area_a, area_b = np.prod(a[:, 2:] - a[:, :2], axis=1), np.prod(b[:, 2:] - b[:, :2], axis=1)
    union = area_a[:, None] + area_b[None, :] - common
    overlaps: Array = np.divide(common, union, out=np.zeros_like(union), where=union > 0)
    return overlaps
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    overlaps = iou(boxes, boxes)
    kept: list[int] = []
    for i in np.argsort(-scores, kind="stable"):
        if np.all(overlaps[i, kept] <= thr):
            kept.append(int(i))
    return np.array(kept, dtype=np.int64)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What two boxes have in common** is a box again: in each direction, from the larger of the beginnings to the
   smaller of the ends. If they lie apart, that length is negative, and must become 0 in each direction *before* the
   two are multiplied: minus times minus would be an area.

>>> float((1.0 - 3.0) * (1.0 - 3.0)), float(np.prod(np.maximum(np.array([1.0 - 3.0, 1.0 - 3.0]), 0.0)))
(4.0, 0.0)

2. **Union.** The two areas together count what is common twice; it is taken off once.

3. **All pairs.** a[:, None] is (N, 1, 4) and b[None] is (1, M, 4): their maxima are (N, M, 2). If the union is 0, both
   boxes have no area, and 0/0 is NaN: np.divide with where= leaves the 0 that is there.

4. **IoU is 1** for two equal boxes with an area, and for no others: what is common is no larger than either box, and as
   large as the union only if all three are one. It has no unit, and does not change if both boxes are moved or
   stretched.

5. **Greedy.** The best box is always kept. Each next one is compared with those that were kept, and only with those.
   Three boxes in a row, each overlapping the next: the first suppresses the second, and as that is gone, the third is
   kept.

>>> row = np.array([[0.0, 0.0, 10.0, 1.0], [4.0, 0.0, 14.0, 1.0], [8.0, 0.0, 18.0, 1.0]])
>>> iou(row, row).round(2).tolist()
[[1.0, 0.43, 0.11], [0.43, 1.0, 0.43], [0.11, 0.43, 1.0]]
>>> nms(row, np.array([0.9, 0.8, 0.7]), 0.3).tolist()
[0, 2]

6. **Equal scores.** np.argsort(−scores, kind="stable") keeps the order of equal ones; np.argsort(scores)[::-1] turns it
   round.
"""
### END EXPLANATION

"""ROC curve, and the area below it.

A classifier often gives a score, and what counts as positive is a matter of a threshold: all samples whose score is the
threshold or more. A low one finds all positives and raises many false alarms, a high one does neither. The receiver
operating characteristic (ROC) shows all thresholds at once: for each of them the point

    FPR = false alarms / number of negatives,        TPR = positives that were found / number of positives.

From the highest threshold to the lowest, it climbs from (0, 0) to (1, 1). The area below it (AUC) is a mark for the
scores that needs no threshold: the probability that a positive sample has a higher score than a negative one, where
equal scores count one half. 1 is perfect, ½ is blind, 0 is perfect if turned round.

* The curve has the point (0, 0), and then one for each distinct score, from the highest down; points on a straight line
  are kept. Samples with equal scores enter together: a threshold can't separate them.
* The area is that of trapezoids: between neighbouring points the curve is a straight line.
* y holds 1 for positive and 0 for negative. If one of the classes has no samples, the curve is not defined: ValueError.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on ROC curves. Fawcett, An
introduction to ROC analysis (2006). Hanley, McNeil, The meaning and use of the area under a ROC curve (1982).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def roc_curve(scores: Floats, y: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the points of the ROC curve.

    Parameters
    ----------
    scores : (N,)
        High where a sample looks positive.
    y : (N,), integers
        1 for positive, 0 for negative.

    Returns
    -------
    fpr, tpr : (T + 1,) each, floats
        (0, 0), and a point for each of the T distinct scores.

    Raises
    ------
    ValueError
        If there is no positive sample, or no negative one.

    Examples
    --------
    A positive comes first, then a positive and a negative with equal scores, then a negative:

    >>> fpr, tpr = roc_curve(np.array([0.5, 0.9, 0.1, 0.5]), np.array([1, 1, 0, 0]))
    >>> fpr.tolist(), tpr.tolist()
    ([0.0, 0.0, 0.5, 1.0], [0.0, 0.5, 1.0, 1.0])
    """
    raise NotImplementedError


def auc(fpr: Floats, tpr: Floats) -> float:
    """Return the area below a curve of straight lines.

    Parameters
    ----------
    fpr, tpr : (T + 1,)
        Its points, from left to right; neither falls.

    Returns
    -------
    area : float

    Examples
    --------
    >>> float(auc(np.array([0.0, 0.0, 0.5, 1.0]), np.array([0.0, 0.5, 1.0, 1.0])))
    0.875
    """
    raise NotImplementedError

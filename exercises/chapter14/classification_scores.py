"""Precision, recall and F1.

One class is looked for, the positive one: the ill among the healthy, the fraud among the payments. All other classes
are negative. A prediction can be right in two ways, and wrong in two:

    TP   positive, and taken for positive          FN   positive, and taken for something else
    FP   not positive, but taken for positive      TN   neither the one nor the other

Where positives are rare, nearly all samples are TN, and accuracy says little: whoever never finds anything is nearly
always right. Three numbers that leave TN out say more:

    precision  P  = TP / (TP + FP)        of those that were taken for positive, how many are?
    recall     R  = TP / (TP + FN)        of those that are positive, how many were found?
    F1            = 2 P R / (P + R)       the harmonic mean of both: near the smaller of the two.

* `positive` is the label of the positive class, 1 if nothing is said. Labels are whole numbers, of two classes or more.
* Where a quotient is 0/0 (nothing was taken for positive, nothing is positive, P = R = 0, or there are no samples at
  all), it is 0 by convention, not NaN.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on binary classification. van Rijsbergen,
Information Retrieval (1979).
"""

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]


def classification_scores(y_true: Labels, y_pred: Labels, positive: int = 1) -> tuple[float, float, float]:
    """Return precision, recall and F1 of predictions.

    Parameters
    ----------
    y_true : (N,), integers
        The true labels.
    y_pred : (N,), integers
        The predicted ones.
    positive : int
        The label that is looked for.

    Returns
    -------
    precision, recall, f1 : float
        From 0 to 1; 0 where a quotient is 0/0.

    Examples
    --------
    Four were taken for positive, and one of them is; two are positive, and one of them was found:

    >>> y_true, y_pred = np.array([1, 1, 0, 0, 0]), np.array([1, 0, 1, 1, 1])
    >>> precision, recall, f1 = classification_scores(y_true, y_pred)
    >>> float(precision), float(recall), round(float(f1), 6)
    (0.25, 0.5, 0.333333)
    """
    raise NotImplementedError

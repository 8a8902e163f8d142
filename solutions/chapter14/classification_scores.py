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
    ### BEGIN SOLUTION
    true, taken = y_true == positive, y_pred == positive
    tp = int(np.sum(true & taken))
    fp, fn = int(np.sum(taken)) - tp, int(np.sum(true)) - tp
    if tp == 0:
        return 0.0, 0.0, 0.0
    return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two questions.** Precision is asked by whoever has to follow up each alarm, recall by whoever must not miss one.
   Each alone is easily made 1: take a single safe sample for positive, or all of them.

2. **The harmonic mean.** 1/F1 is the mean of 1/P = (TP + FP)/TP and 1/R = (TP + FN)/TP, so

       F1 = 2 TP / (2 TP + FP + FN).

   It is at most twice the smaller of P and R. Their arithmetic mean is ½ and more for whoever takes all for positive:

>>> y_true, everything = np.array([1] + [0] * 99), np.ones(100, dtype=int)
>>> P, R, F1 = classification_scores(y_true, everything)
>>> (P + R) / 2, round(F1, 4)
(0.505, 0.0198)

3. **Exchange.** If truth and prediction change places, FP and FN do: precision and recall change places, and F1 stays.

4. **0/0.** Without a TP, all that is not 0/0 is 0/(something). The convention makes it 0 throughout: nobody is rewarded
   for having found nothing.

5. **TN is in none of the three.** A thousand more negatives that are taken for negative change nothing, while accuracy
   goes to 1.

With numbers: TP = 1, FP = 3, FN = 1. P = 1/4, R = 1/2, and F1 = 2/(2 + 3 + 1) = 1/3.
"""
### END EXPLANATION

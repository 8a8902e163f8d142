"""Matthews correlation coefficient.

When two networks are compared, accuracy flatters the one that has learnt only how common the classes are. The Matthews
correlation coefficient (MCC) asks how strongly truth and prediction are correlated: 1 if every prediction is right,
about 0 if predictions are no better than blind ones, and below 0 if they are worse.

It is made from the confusion matrix alone: C[i, j] is the number of samples of class i that were taken for class j.
Let every sample have two unit vectors of length K, one for its true class and one for the predicted class. Gorodkin's
form for K classes is Pearson's coefficient of these: the covariance of truth and prediction, summed over the K
coordinates, divided by the root of the product of the two variances, summed likewise. The covariance needs only the
number of samples, the number of right ones, and how often each class is true and how often it is predicted. For K = 2
it is

    (TP · TN − FP · FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN)).

Two conventions decide the answer. If all samples are of one class, or all predictions are, or there are no samples, one
of the variances is 0 and the coefficient is 0 by definition, not NaN. And counts are whole numbers that may be large:
with a million samples products of four counts are more than an int64 can hold, and with the pixels of many images even
products of two are.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Gorodkin, Comparing two K-category assignments by a K-category correlation
coefficient (2004).
"""

import numpy as np
from numpy.typing import NDArray


def matthews_corrcoef(C: NDArray[np.int64]) -> float:
    """Return the Matthews correlation coefficient of a confusion matrix.

    Parameters
    ----------
    C : (K, K), integers
        Rows are true classes, columns predicted ones.

    Returns
    -------
    mcc : float
        From −1 to 1; 0 if only one class is true, or only one is predicted.

    Examples
    --------
    Three of four are right in each of two classes: (3 · 3 − 1 · 1) / √(4 · 4 · 4 · 4).

    >>> round(float(matthews_corrcoef(np.array([[3, 1], [1, 3]]))), 12)
    0.5

    A network that always says "class 0":

    >>> float(matthews_corrcoef(np.array([[6, 0], [2, 0]])))
    0.0
    """
    ### BEGIN SOLUTION
    counts = C.astype(np.float64)
    true, predicted, n = counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    covariance = n * np.trace(counts) - true @ predicted
    variances = (n**2 - true @ true) * (n**2 - predicted @ predicted)
    return float(covariance / np.sqrt(variances)) if variances > 0 else 0.0
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Unit vectors.** Let t be the number of samples of a class that are true, and p the number that are predicted, as
   vectors (K,); n is the number of samples, and s the number of right ones. For coordinate k the covariance of truth
   and prediction is C[k, k]/n − (t[k]/n)(p[k]/n). Summed over k and times n²:

       covariance = n s − t · p,    and the variances: n² − t · t for truth, n² − p · p for prediction,

   because Σ_k t[k]/n − (t[k]/n)² = 1 − t · t/n².

2. **The quotient.** MCC = (n s − t · p) / √((n² − t · t)(n² − p · p)). By Cauchy and Schwarz it lies between −1 and 1.

3. **Two classes.** There n s − t · p = 2 (TP TN − FP FN), n² − t · t = 2 (TP + FN)(TN + FP), and likewise for p: the 2
   cancels, and the familiar form is left.

>>> C = np.array([[50, 10], [5, 35]])
>>> (TN, FP), (FN, TP) = C.tolist()
>>> (TP * TN - FP * FN) / ((TP + FP) * (TP + FN) * (TN + FP) * (TN + FN)) ** 0.5 == round(matthews_corrcoef(C), 16)
True

4. **Why not accuracy.** With 95 % of one class, always saying that class is 95 % right. Its predictions do not vary:
   the variance of p is 0, and MCC is 0 by definition.

5. **Large counts.** int64 ends at 9.2 · 10¹⁸. Four counts of 10⁶ multiply to 10²⁴, and wrap around without a word. As
   floats they lose digits behind the sixteenth, and nothing else.
"""
### END EXPLANATION

"""Confusion matrix.

How good a classifier is can be said in one number, the share of samples that it gets right. What it gets wrong, and
what it takes for what, needs a table: of K classes,

    C[i, j] = the number of samples of class i that were predicted as class j.

Row i says what became of the samples of class i; column j, of which classes the samples really are that were called j.
The diagonal holds what is right. Accuracy, precision, recall and the correlation of truth and prediction are all
computed from this table.

* Rows are true classes, columns predicted ones. (Some books have it the other way round.)
* Classes are 0, …, K − 1, and K is given: a class that occurs nowhere still has its row and its column, of zeros.
* A label that is no class, negative or K or more, raises ValueError, in y_true as in y_pred.
* C holds counts: int64, and neither floats nor shares.
* The labels may be of any integer type. They are often uint8, to save space; what is computed with them then wraps
  around at 256.

Both lists have the same length. If they are empty, C is zero.

References
----------
Kneusel, Math for Deep Learning, chapter 1.
"""

import numpy as np
from numpy.typing import NDArray


def confusion_matrix(y_true: NDArray[np.integer], y_pred: NDArray[np.integer], K: int) -> NDArray[np.int64]:
    """Count, for each pair of classes, how many samples of the one were taken for the other.

    Parameters
    ----------
    y_true : (N,), integers of any type
        The classes of the samples.
    y_pred : (N,), integers of any type
        What they were taken for.
    K : int
        The number of classes.

    Returns
    -------
    C : (K, K), int64
        Rows are true classes, columns predicted ones.

    Raises
    ------
    ValueError
        If a label is negative, or K or more.

    Examples
    --------
    Of three samples of class 0, one is recognised and two are taken for class 1; one of class 2 is recognised.

    >>> confusion_matrix(np.array([0, 0, 2, 0]), np.array([1, 0, 2, 1]), 3).tolist()
    [[1, 2, 0], [0, 0, 0], [0, 0, 1]]
    """
    raise NotImplementedError

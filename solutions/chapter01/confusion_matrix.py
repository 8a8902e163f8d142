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
    ### BEGIN SOLUTION
    for y in (y_true, y_pred):
        if np.any((y < 0) | (y >= K)):
            raise ValueError(f"labels must be 0 to {K - 1}")
    C = np.zeros((K, K), dtype=np.int64)
    np.add.at(C, (y_true, y_pred), 1)
    return C
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **A histogram of pairs.** Sample n adds 1 to the cell (y_true[n], y_pred[n]). A loop over the samples says just that,
   and everything else is a way to say it faster.

2. **Why `C[y_true, y_pred] += 1` is wrong.** NumPy reads all the cells first, adds 1 to what it read, and then writes.
   A cell that is named twice is read twice as 0, and written twice as 1: repeats are lost.

>>> y_true, y_pred = np.array([0, 0, 2, 0]), np.array([1, 0, 2, 1])
>>> C = np.zeros((3, 3), dtype=int)
>>> C[y_true, y_pred] += 1
>>> C[0].tolist()  # two samples of class 0 were taken for class 1
[1, 1, 0]

   `np.add.at` takes one sample after the other.

>>> C = np.zeros((3, 3), dtype=int)
>>> np.add.at(C, (y_true, y_pred), 1)
>>> C[0].tolist()
[1, 2, 0]

3. **Number the cells.** Read row by row, cell (i, j) is number i K + j. So one histogram of the N numbers
   y_true K + y_pred is all; it has to have K² bins, also when the last cells are empty.

>>> cells = y_true * 3 + y_pred
>>> cells.tolist(), np.bincount(cells, minlength=9).reshape(3, 3).tolist()
([1, 0, 8, 1], [[1, 2, 0], [0, 0, 0], [0, 0, 1]])

   With labels of type uint8, the product wraps around at 256. Twenty classes are enough for that:

>>> (np.array([19], dtype=np.uint8) * np.uint8(20)).tolist(), 19 * 20
([124], 380)

4. **As a product.** If T and P are the one-hot matrices of the two lists, then (Tᵀ P)[i, j] = Σ_n T[n, i] P[n, j], and
   a term is 1 for exactly the samples that are i and are called j: C = Tᵀ P.

>>> T, P = np.eye(3, dtype=int)[y_true], np.eye(3, dtype=int)[y_pred]
>>> (T.T @ P).tolist()
[[1, 2, 0], [0, 0, 0], [0, 0, 1]]

5. **What it says.** Everything is counted once, so the entries sum to N. Row sums are how often each class is true,
   column sums how often it is predicted, and trace / N is the accuracy. Exchanging truth and prediction transposes C,
   which leaves the accuracy alone; it exchanges precision and recall, which is why the convention has to be said.

>>> C.sum(axis=1).tolist(), C.sum(axis=0).tolist(), int(np.trace(C)) / 4
([3, 0, 1], [1, 2, 1], 0.5)
"""
### END EXPLANATION

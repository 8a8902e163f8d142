"""One-hot vectors.

A class is a name, not a quantity: that "cat" is number 3 and "dog" number 1 does not make a cat three times a dog. So
before labels meet a network, each is turned into a vector that has one coordinate for each of the K classes: 1 at the
class, and 0 elsewhere. Label k becomes the k-th unit vector of ℝᴷ. N labels become the rows of a matrix,

    Y[n, k] = 1 if y[n] = k, and 0 otherwise.

As a probability, row n says: certainly class y[n]. All classes are equally far apart, and the column sums of Y are
the sizes of the classes.

Three conventions decide the answer.

* Classes are 0, …, K − 1, and K is `num_classes`. If that is None, the largest label is taken for the last class, so
  K is the largest label plus 1, whether or not the classes below it all occur.
* A label that is no class raises ValueError: one of K or more (for K = 0, that is any), or a negative one (which NumPy,
  asked to index with it, would count from the end without a word).
* Y is float64: it is going to be subtracted from probabilities.

There is at least one label.

References
----------
Kneusel, Math for Deep Learning, chapter 1.
"""

import numpy as np
from numpy.typing import NDArray


def one_hot(y: NDArray[np.int64], num_classes: int | None = None) -> NDArray[np.float64]:
    """Return the unit vectors that belong to labels, one a row.

    Parameters
    ----------
    y : (N,), integers
        Labels, at least one.
    num_classes : int, optional
        K, the number of classes; the largest label plus 1, if not given.

    Returns
    -------
    Y : (N, K), float64

    Raises
    ------
    ValueError
        If a label is negative, or K or more.

    Examples
    --------
    >>> one_hot(np.array([2, 0])).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    >>> one_hot(np.array([1, 0]), 4).tolist()
    [[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]
    """
    ### BEGIN SOLUTION
    K = int(y.max()) + 1 if num_classes is None else num_classes
    if y.min() < 0 or y.max() >= K:
        raise ValueError(f"labels must be 0 to {K - 1}")
    Y = np.zeros((len(y), K))
    Y[np.arange(len(y)), y] = 1.0
    return Y
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The shape.** One row for each label, one column for each class. With labels [4, 1] classes 0, 2 and 3 don't occur,
   but they are classes: K is the largest label plus 1, here 5, not the number of different labels, which is 2.

2. **The entries.** Compare a column of labels, (N, 1), with a row of classes, (K,). They are broadcast to (N, K), and
   entry (n, k) tells whether y[n] = k. That is the definition, written down.

>>> y = np.array([4, 1])
>>> (y[:, None] == np.arange(5)).astype(float).tolist()
[[0.0, 0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0, 0.0]]

3. **By index.** Only N of the N·K entries are 1, at the places (0, y[0]), (1, y[1]), … NumPy pairs two lists of
   indices: `Y[np.arange(N), y] = 1` sets these N entries. With a slice instead, `Y[:, y] = 1`, nothing is paired:
   every row gets a 1 in every column that occurs.

>>> Y = np.zeros((2, 5))
>>> Y[:, y] = 1
>>> Y.tolist()
[[0.0, 1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0, 1.0]]

4. **The way back.** The largest entry of a row stands at its class, so argmax undoes it. A matrix product sums over
   the classes: row n of Y W is row y[n] of W, which is what an embedding layer looks up.

>>> Y, W = one_hot(y), np.array([[0.0], [10.0], [20.0], [30.0], [40.0]])
>>> Y.argmax(axis=1).tolist(), (Y @ W).ravel().tolist()
([4, 1], [40.0, 10.0])

5. **Why −1 has to be refused.** Many data sets mark "unknown" with −1. As an index that is the last column:

>>> np.eye(5)[np.array([-1])].tolist()
[[0.0, 0.0, 0.0, 0.0, 1.0]]

   An unknown would be trained as the last class, and nothing would ever tell.
"""
### END EXPLANATION

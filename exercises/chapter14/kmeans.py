"""k-means.

Samples without labels often lie in clusters. k-means looks for k centres c_0, …, c_{k−1} such that the samples are near
theirs: it wants the inertia,

    J = Σ_i min_j ‖x_i − c_j‖²,

to be small. To find the best centres of all is hard; Lloyd's algorithm finds ones that can't be improved by either of
two simple steps, and takes these in turn:

    label each sample with its nearest centre;        move each centre to the mean of its samples.

Neither makes J larger, so J never rises. Where it ends depends on where it starts: `centers0` is given.

* In each iteration first all samples are labelled, with the centres as they are, and then all centres move.
* If several centres are equally near, the label is the lowest of theirs.
* A centre without samples stays where it is.
* After the last iteration label once more: the labels that are returned belong to the centres that are returned.
* `history` has iters + 1 entries: J for the centres before each iteration, and last for those that are returned. J is a
  sum of squared distances, without a root, and not divided by N.
* Exactly `iters` iterations are made, 0 or more.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on k-means. Lloyd, Least
squares quantization in PCM (1982).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def kmeans(X: Floats, centers0: Floats, iters: int) -> tuple[Floats, NDArray[np.int64], Floats]:
    """Return centres, labels and the inertia on the way, after some iterations of Lloyd's algorithm.

    Parameters
    ----------
    X : (N, D)
        Samples as rows.
    centers0 : (k, D)
        Where the centres start.
    iters : int
        How many iterations.

    Returns
    -------
    centers : (k, D)
    labels : (N,), integers
    history : (iters + 1,)

    Examples
    --------
    On a line, 0 and 1 and 5 are samples, and 0 and 2 are centres. The first centre gets 0 and 1 (which is as near to 2:
    the lower label decides), and moves to 0.5; the second gets 5, and moves there.

    >>> X, centers0 = np.array([[0.0], [1.0], [5.0]]), np.array([[0.0], [2.0]])
    >>> centers, labels, history = kmeans(X, centers0, 1)
    >>> centers.ravel().tolist(), labels.tolist(), history.tolist()
    ([0.5, 5.0], [0, 0, 1], [10.0, 0.5])
    """
    raise NotImplementedError

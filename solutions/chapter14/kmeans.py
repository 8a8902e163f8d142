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
    ### BEGIN SOLUTION
    centers, history = centers0.copy(), []
    for iteration in range(iters + 1):
        squared = np.sum((X[:, None, :] - centers) ** 2, axis=2)
        labels = np.argmin(squared, axis=1)
        history.append(np.sum(np.min(squared, axis=1)))
        if iteration < iters:
            for j in range(len(centers)):
                if np.any(labels == j):
                    centers[j] = X[labels == j].mean(axis=0)
    return centers, labels, np.array(history)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Why labels help.** With the centres fixed, each sample adds ‖x − c_label‖² to J. The nearest centre makes that as
   small as possible.

2. **Why means help.** With the labels fixed, Σ ‖x_i − c‖² over the samples of one centre has the gradient −2 Σ (x_i −
   c), which is 0 at the mean. For any other point, it is larger by their number times the squared distance to the mean.
   (For a sum of distances without squares, the best point would be a median, not a mean.)

3. **It ends.** J never rises, and there are only finitely many ways to label N samples. So from some iteration on
   nothing moves: centres are the means of their samples, and labels are the nearest. That is a fixed point, and need
   not be the best: on the corners of a flat rectangle, two centres above one another stay there.

>>> X = np.array([[0.0, 0.0], [0.0, 1.0], [8.0, 0.0], [8.0, 1.0]])
>>> good, bad = np.array([[0.0, 0.0], [8.0, 0.0]]), np.array([[4.0, 0.0], [4.0, 1.0]])
>>> [float(kmeans(X, start, 5)[2][-1]) for start in (good, bad)]
[1.0, 64.0]

4. **Names mean nothing.** If the centres start in another order, they end in another order, with the same clusters. To
   compare two clusterings, compare which samples are together, not which label they have.

5. **Once more at the end.** After a move some samples may be nearer to another centre than to that they were counted
   for. Near the end the labels of before and after agree, which is why the mistake is not seen on a run of many
   iterations.

With numbers: squared distances of 0, 1, 5 to the centres 0 and 2 are (0, 4), (1, 1), (25, 9). J = 0 + 1 + 9 = 10. The
centres move to 0.5 and 5, and J = 0.25 + 0.25 + 0 = 0.5.
"""
### END EXPLANATION

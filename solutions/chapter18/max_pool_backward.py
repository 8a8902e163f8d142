"""Max pooling, backward.

On the way forward a pooling layer kept the largest pixel of each window of size × size pixels, in every channel of
every image by itself:

    Y[n, c, i, j] = max X[n, c, stride·i + u, stride·j + v]    over u, v = 0 … size − 1.

There was no frame; windows that would reach over the border were left out, so there are ⌊(H − size)/stride⌋ + 1 of
them downwards, and likewise to the right. Now the layer is told dY = ∂L/∂Y, and returns dX = ∂L/∂X. It has no memory
of the way forward: X is given again.

A small change of a pixel changes Y only where the pixel is the largest of a window. So each dY[n, c, i, j] goes to
that pixel, and to no other. A pixel that is the largest of several windows hears from all of them: what they say is
added up. Pixels between the windows, or left over at the end, have the gradient 0.

Where several pixels of a window are equal and the largest, there is no derivative. Give dY[n, c, i, j] to one of
them, or share it among them in parts that add up to it, as you like: what goes to the window must be dY[n, c, i, j]
altogether.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. Kneusel, Math for
Deep Learning, chapter 10.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def max_pool_backward(dY: Array, X: Array, size: int, stride: int) -> Array:
    """Return the gradient of the loss with respect to the images.

    Parameters
    ----------
    dY : (N, C, Ho, Wo)
        ∂L/∂Y.
    X : (N, C, H, W)
        The images that were pooled.
    size : int
        Rows, and columns, of a window; at least 1.
    stride : int
        Pixels from one window to the next, in both directions; at least 1.

    Returns
    -------
    dX : (N, C, H, W)

    Examples
    --------
    Windows of 2 × 2, one pixel apart. The 9 is the largest of both, and hears from both:

    >>> X = np.array([[[[1.0, 9.0, 3.0], [4.0, 5.0, 6.0]]]])
    >>> max_pool_backward(np.array([[[[10.0, 200.0]]]]), X, size=2, stride=1).tolist()
    [[[[0.0, 210.0, 0.0], [0.0, 0.0, 0.0]]]]
    """
    ### BEGIN SOLUTION
    N, C, Ho, Wo = dY.shape
    windows = np.lib.stride_tricks.sliding_window_view(X, (size, size), axis=(2, 3))[:, :, ::stride, ::stride]
    largest = windows.reshape(N, C, Ho, Wo, size * size).argmax(axis=4)
    n, c, i, j = np.indices(dY.shape)
    dX = np.zeros_like(X)
    np.add.at(dX, (n, c, stride * i + largest // size, stride * j + largest % size), dY)
    return dX
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One pixel decides.** Near X, Y[n, c, i, j] is X[n, c, y, x] with (y, x) the place of the largest pixel: its
   derivative is 1 there and 0 elsewhere. By the chain rule dX[n, c, y, x] is the sum of dY over the windows that (y,
   x) decides.

2. **Which one.** argmax over a window counts its pixels along the rows: k = u·size + v, so u = k // size and v = k %
   size. In the image that is row stride·i + u and column stride·j + v. Without the stride it is right only for stride
   1.

3. **Adding.** If stride < size, a pixel can win twice. `dX[places] = …` keeps the last, and `dX[places] += …` with an
   array of places does so, too: NumPy reads once, adds, and writes once for each place. np.add.at adds as often as it
   is told.

>>> dX = np.zeros(2)
>>> dX[np.array([0, 0, 1])] += np.array([1.0, 10.0, 100.0])
>>> dX.tolist()
[10.0, 100.0]
>>> dX = np.zeros(2)
>>> np.add.at(dX, np.array([0, 0, 1]), np.array([1.0, 10.0, 100.0]))
>>> dX.tolist()
[11.0, 100.0]

4. **What is kept.** Each dY ends up in dX once: the sums over both are equal.

5. **Ties.** After a ReLU, windows of equal zeros are common. With X == max as a mask each of the four pixels would get
   all of dY, and the loss would be told of four times as much as there is. The first of them alone is a subgradient;
   argmax gives it.

>>> max_pool_backward(np.array([[[[1.0]]]]), np.zeros((1, 1, 2, 2)), size=2, stride=2).tolist()
[[[[1.0, 0.0], [0.0, 0.0]]]]

With numbers, as in the example: the windows are (1, 9, 4, 5) and (9, 3, 5, 6). 9 is number 1 of the first and number
0 of the second, column 1 of the image both times: 10 + 200.
"""
### END EXPLANATION

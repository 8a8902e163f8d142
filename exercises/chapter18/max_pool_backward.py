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
    raise NotImplementedError

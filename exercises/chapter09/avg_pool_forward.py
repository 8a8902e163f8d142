"""Average pooling.

Average pooling makes images smaller by taking the mean of each window of size × size pixels, in every channel of every
image by itself. With a window as large as the image one number is left of each channel: global average pooling, with
which many networks end.

Windows may hang over the border by up to `pad` pixels, on all four sides. The first one does so at the top left, and
the next ones follow at distances of `stride`, downwards and to the right, as long as none hangs over further. So window
(i, j) spans `size` rows from row stride·i − pad on and `size` columns from column stride·j − pad on, and
Y (N, C, Ho, Wo) has

    Ho = ⌊(H + 2 pad − size) / stride⌋ + 1

rows, and columns likewise.

Of a window that hangs over the border only the pixels inside the image count: Y is their mean, their sum divided by
their number. What is not there is no zero. So an image of one colour keeps its colour, at the border as well.

References
----------
Kneusel, Math for Deep Learning, chapter 9. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 6.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def avg_pool_forward(X: Array, size: int, stride: int, pad: int) -> Array:
    """Return the mean of the pixels in each window.

    Parameters
    ----------
    X : (N, C, H, W)
    size : int
        Rows, and columns, of a window; at least 1.
    stride : int
        Pixels from one window to the next, in both directions; at least 1.
    pad : int
        How far windows may hang over each border: 0 ≤ pad < size, so none is empty.

    Returns
    -------
    Y : (N, C, Ho, Wo)

    Examples
    --------
    >>> X = np.array([[[[1.0, 3.0], [5.0, 7.0]]]])
    >>> avg_pool_forward(X, size=2, stride=1, pad=0).tolist()
    [[[[4.0]]]]

    With pad 1 the windows at the corners hold one pixel, those at the edges two, and the one in the middle four:

    >>> avg_pool_forward(X, size=2, stride=1, pad=1).tolist()
    [[[[1.0, 2.0, 3.0], [3.0, 4.0, 5.0], [5.0, 6.0, 7.0]]]]
    """
    raise NotImplementedError

"""Max pooling.

A pooling layer makes images smaller: of each window of size × size pixels it keeps the largest one, and forgets where
in the window it was. That is why a network that pools does not mind much if the image moves by a pixel. Every channel
of every image is pooled by itself:

    Y[n, c, i, j] = max X[n, c, stride·i + u, stride·j + v]    over u, v = 0 … size − 1.

Often the stride is the size of the windows, and these tile the image. If the stride is smaller the windows overlap, if
it is larger there are gaps. There is no padding: windows that would reach over the border are left out, so
Y (N, C, Ho, Wo) has Ho = ⌊(H − size) / stride⌋ + 1 rows, and columns likewise. The size is at most H and at most W.

Pixels may be negative.

References
----------
Kneusel, Math for Deep Learning, chapter 9. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 6.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def max_pool_forward(X: Array, size: int, stride: int) -> Array:
    """Return the largest pixel of each window.

    Parameters
    ----------
    X : (N, C, H, W)
    size : int
        Rows, and columns, of a window; at least 1.
    stride : int
        Pixels from one window to the next, in both directions; at least 1.

    Returns
    -------
    Y : (N, C, Ho, Wo)

    Examples
    --------
    Two windows fit side by side; the last column is left over.

    >>> X = np.array([[[[1.0, 5.0, -3.0, -4.0, 9.0], [2.0, 0.0, -2.0, -6.0, 9.0]]]])
    >>> max_pool_forward(X, size=2, stride=2).tolist()
    [[[[5.0, -2.0]]]]
    """
    ### BEGIN SOLUTION
    windows = np.lib.stride_tricks.sliding_window_view(X, (size, size), axis=(2, 3))
    Y: Array = windows[:, :, ::stride, ::stride].max(axis=(4, 5))
    return Y
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Windows, then a maximum.** Window (i, j) begins at row stride · i and column stride · j. Over its two axes, one
   maximum is taken, for each channel of each image apart: channels are different pictures of the same place.

2. **How many.** As for a kernel of size × size without padding: ⌊(H − size)/stride⌋ + 1. Five columns have room for two
   windows of two side by side, and the fifth column is lost.

3. **Negative pixels.** The largest of (−3, −4, −2, −6) is −2. A frame of zeros, or a maximum that starts at 0, would
   make a 0 of it: what is not there must never win.

>>> max_pool_forward(np.array([[[[-3.0, -4.0], [-2.0, -6.0]]]]), size=2, stride=2).tolist()
[[[[-2.0]]]]

4. **Tiles can be cut without windows.** If stride = size and the image is a multiple of it, reshape (H, W) to
   (H/s, s, W/s, s) and take the maximum over the axes that have s entries. It is faster, and does not cover overlaps.

>>> X = np.arange(16.0).reshape(4, 4)
>>> X.reshape(2, 2, 2, 2).max(axis=(1, 3)).tolist()
[[5.0, 7.0], [13.0, 15.0]]
>>> max_pool_forward(X[None, None], size=2, stride=2)[0, 0].tolist()
[[5.0, 7.0], [13.0, 15.0]]

5. **What it forgets.** If the brightest pixel moves within its window, nothing changes. On the way back the gradient
   goes to that pixel alone.
"""
### END EXPLANATION

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
    raise NotImplementedError

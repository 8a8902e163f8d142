"""Windows as rows of a matrix, and back.

A convolution is one matrix product, once the windows of all images are the rows of a matrix. `im2col` makes that
matrix. Each image of X (N, C, H, W) gets a frame of `pad` zeros on all four sides; call the result Z. Window (i, j)
of image n holds the pixels Z[n, c, stride·i + u, stride·j + v], for u = 0 … P − 1 and v = 0 … Q − 1, and there are

    Ho = ⌊(H + 2 pad − P) / stride⌋ + 1

of them downwards, and Wo, likewise, to the right. cols (N·Ho·Wo, C·P·Q) has a row for each window,

    cols[(n·Ho + i)·Wo + j, (c·P + u)·Q + v] = Z[n, c, stride·i + u, stride·j + v].

So rows go by (n, i, j) and columns by (c, u, v), the last one fastest, as reshape counts. With kernels (F, C, P, Q),
cols @ kernels.reshape(F, −1).T has the answers of a convolutional layer as its rows.

`col2im` is the way back. It is given a matrix of the shape of cols, and adds each number to the pixel that it came
from. Pixels in several windows get several numbers, those in none get 0, and what belongs to the frame is dropped. It
is the adjoint of im2col, ⟨im2col(X), M⟩ = ⟨X, col2im(M)⟩ for all X and M, and not its inverse.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. Chellapilla,
Puri, Simard, High Performance Convolutional Neural Networks for Document Processing (2006).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def im2col(X: Array, P: int, Q: int, stride: int, pad: int) -> Array:
    """Return the windows of all images, a window a row.

    Parameters
    ----------
    X : (N, C, H, W)
    P, Q : int
        Rows and columns of a window.
    stride : int
        At least 1.
    pad : int
        At least 0.

    Returns
    -------
    cols : (N · Ho · Wo, C · P · Q)

    Examples
    --------
    One image of 2 × 3 pixels has two windows of 2 × 2:

    >>> im2col(np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]]), 2, 2, stride=1, pad=0).tolist()
    [[1.0, 2.0, 4.0, 5.0], [2.0, 3.0, 5.0, 6.0]]
    """
    raise NotImplementedError


def col2im(cols: Array, x_shape: tuple[int, int, int, int], P: int, Q: int, stride: int, pad: int) -> Array:
    """Return images of the shape (N, C, H, W), each pixel the sum of the numbers that belong to it.

    Parameters
    ----------
    cols : (N · Ho · Wo, C · P · Q)
        Ordered as im2col orders them.
    x_shape : (N, C, H, W)
    P, Q, stride, pad : int
        As in im2col.

    Returns
    -------
    X : (N, C, H, W)

    Examples
    --------
    The middle column lies in both windows:

    >>> cols = np.array([[1.0, 2.0, 4.0, 5.0], [20.0, 30.0, 50.0, 60.0]])
    >>> col2im(cols, (1, 1, 2, 3), 2, 2, stride=1, pad=0).tolist()
    [[[[1.0, 22.0, 30.0], [4.0, 55.0, 60.0]]]]
    """
    raise NotImplementedError

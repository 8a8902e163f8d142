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
    ### BEGIN SOLUTION
    N, C = X.shape[:2]
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(Z, (P, Q), axis=(2, 3))[:, :, ::stride, ::stride]
    Ho, Wo = windows.shape[2:4]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * Ho * Wo, C * P * Q)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    N, C, H, W = x_shape
    Ho, Wo = (H + 2 * pad - P) // stride + 1, (W + 2 * pad - Q) // stride + 1
    windows = cols.reshape(N, Ho, Wo, C, P, Q).transpose(0, 3, 1, 2, 4, 5)
    Z = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for u, v in np.ndindex(P, Q):
        rows = slice(u, u + stride * (Ho - 1) + 1, stride)
        columns = slice(v, v + stride * (Wo - 1) + 1, stride)
        Z[:, :, rows, columns] += windows[..., u, v]
    return Z[:, :, pad : pad + H, pad : pad + W]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Windows first, order last.** sliding_window_view gives (N, C, ·, ·, P, Q), windows at every place; every stride-th
   stays. Rows of cols are asked for by (n, i, j) and columns by (c, u, v): so C has to move behind the places before
   reshape, which only ever joins neighbouring axes. reshape alone would fit in shape, and mix channels with places.

2. **One matrix product.** Row r of cols holds C·P·Q pixels, row f of kernels.reshape(F, −1) as many weights, in the
   same order; their inner product is Y[n, f, i, j]. All of them are cols @ kernels.reshape(F, −1).T, of shape
   (N·Ho·Wo, F).

>>> X, kernels = np.arange(6.0).reshape(1, 1, 2, 3), np.array([[[[1.0, 0.0], [0.0, 10.0]]], [[[1.0, 1.0], [1.0, 1.0]]]])
>>> (im2col(X, 2, 2, 1, 0) @ kernels.reshape(2, -1).T).tolist()
[[40.0, 8.0], [51.0, 12.0]]

3. **The way back adds.** im2col copies: it is linear, cols = A x with one 1 in each row of A, or none where the
   window lies in the frame. Aᵀ then adds all numbers that were copied from one pixel: pixel (y, x) hears from every
   (i, j, u, v) with stride·i + u − pad = y and stride·j + v − pad = x.

4. **Not the inverse.** A pixel that lies in k windows comes back k times: col2im(im2col(X)) is k ∘ X, with k the same
   for ones. In a row of four pixels with windows of two, those in the middle count twice:

>>> col2im(im2col(np.ones((1, 1, 1, 4)), 1, 2, 1, 0), (1, 1, 1, 4), 1, 2, 1, 0).tolist()
[[[[1.0, 2.0, 2.0, 1.0]]]]

   Dividing by k would make an inverse of it where k > 0, and a wrong gradient.

5. **Adjoint.** ⟨A x, M⟩ = ⟨x, Aᵀ M⟩ can be tried with any numbers. But it is blind to the order: if both functions
   count rows in another way, it holds as well.

>>> X, M = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[5.0, -1.0], [2.0, 4.0]])
>>> float(np.sum(im2col(X, 1, 2, 1, 0) * M)), float(np.sum(X * col2im(M, (1, 1, 1, 3), 1, 2, 1, 0)))
(19.0, 19.0)
"""
### END EXPLANATION

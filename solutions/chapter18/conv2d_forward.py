"""Convolution with stride, frame and gaps, and as a matrix.

A convolutional layer lays F filters on every place of a batch of images X (N, C, H, W). A filter has a kernel of P × Q
numbers for each channel, all together `kernels` (F, C, P, Q), and one bias, b (F,). Three whole numbers say where:

* `pad`: every image gets a frame of so many zeros on all four sides; call the result Z;
* `stride`: the places are so many pixels apart, in both directions;
* `dilation`: so many pixels lie from one number of the kernel to the next, in both directions. With 1 the kernel is
  laid on as it is; with 2 it sees every second pixel, and what lies between is skipped.

    Y[n, f, i, j] = Σ_c Σ_u Σ_v kernels[f, c, u, v] · Z[n, c, stride·i + dilation·u, stride·j + dilation·v] + b[f]

The kernels are not turned around. From its first row to its last, a kernel spans dilation·(P − 1) + 1 rows, so
Y (N, F, Ho, Wo) has

    Ho = ⌊(H + 2 pad − dilation·(P − 1) − 1) / stride⌋ + 1

rows, and columns likewise.

Without bias, Y is linear in X. So for one channel and one filter there is a matrix T (Ho·Wo, H·W) that does the same:
with the pixels of an image x written one row after the other, T x is the answer, its rows one after the other. Row
i·Wo + j of T belongs to place (i, j), column y·W + x to pixel (y, x), and the frame has no columns. Column by column, T
is the answer to an image that is 1 at one pixel and 0 elsewhere. Write both, the layer and its matrix.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 6. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14. Dumoulin, Visin, A guide to convolution arithmetic for deep learning (2016).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def conv2d_forward(X: Array, kernels: Array, b: Array, stride: int, pad: int, dilation: int) -> Array:
    """Return the answers of F filters to a batch of images.

    Parameters
    ----------
    X : (N, C, H, W)
    kernels : (F, C, P, Q)
    b : (F,)
    stride : int
        Pixels from one place to the next, at least 1.
    pad : int
        Zeros on each side, at least 0.
    dilation : int
        Pixels from one number of the kernel to the next, at least 1.

    Returns
    -------
    Y : (N, F, Ho, Wo)

    Examples
    --------
    One row of five pixels, and a kernel that adds to a pixel ten times the one that lies two further on:

    >>> X, kernels = np.array([[[[1.0, 2.0, 3.0, 4.0, 5.0]]]]), np.array([[[[1.0, 10.0]]]])
    >>> conv2d_forward(X, kernels, np.array([0.5]), stride=1, pad=0, dilation=2).tolist()
    [[[[31.5, 42.5, 53.5]]]]
    """
    ### BEGIN SOLUTION
    P, Q = kernels.shape[2:]
    span = (dilation * (P - 1) + 1, dilation * (Q - 1) + 1)
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(Z, span, axis=(2, 3))
    seen = windows[:, :, ::stride, ::stride, ::dilation, ::dilation]  # (N, C, Ho, Wo, P, Q)
    Y: Array = np.einsum("ncijuv,fcuv->nfij", seen, kernels)
    return Y + b[:, None, None]
    ### END SOLUTION


def conv2d_matrix(kernel: Array, H: int, W: int, stride: int, pad: int, dilation: int) -> Array:
    """Return the matrix that maps the pixels of an image to the answers of one filter without bias.

    Parameters
    ----------
    kernel : (P, Q)
        Of the only filter, for the only channel.
    H, W : int
        Rows and columns of the image.
    stride, pad, dilation : int
        As in conv2d_forward.

    Returns
    -------
    T : (Ho · Wo, H · W)

    Examples
    --------
    One row of three pixels with a zero on either side; the frame of zeros above and below is never multiplied:

    >>> conv2d_matrix(np.array([[1.0], [2.0], [3.0]]), 1, 3, stride=2, pad=1, dilation=1).tolist()
    [[0.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 0.0]]
    """
    ### BEGIN SOLUTION
    P, Q = kernel.shape
    Ho = (H + 2 * pad - dilation * (P - 1) - 1) // stride + 1
    Wo = (W + 2 * pad - dilation * (Q - 1) - 1) // stride + 1
    T = np.zeros((Ho, Wo, H, W))
    for i, j, u, v in np.ndindex(Ho, Wo, P, Q):
        y, x = stride * i + dilation * u - pad, stride * j + dilation * v - pad
        if 0 <= y < H and 0 <= x < W:
            T[i, j, y, x] = kernel[u, v]
    return T.reshape(Ho * Wo, H * W)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What a kernel with gaps spans.** Its P rows lie dilation pixels apart, so there are P − 1 gaps of that length, and
   one row more: dilation·(P − 1) + 1. Counting dilation·P would ask for pixels after the last number, which nobody
   needs, and lose places at the border.

2. **How many places.** The first row of the kernel may stand on rows 0, stride, 2 stride, … of the framed image, as
   long as its last row is inside: up to H + 2 pad − span. That makes ⌊(H + 2 pad − span)/stride⌋ + 1.

3. **Windows, then steps.** Cut windows of the whole span at *every* place. Every stride-th place is taken, and within a
   window every dilation-th pixel: [..., ::stride, ::stride, ::dilation, ::dilation]. The rest is a sum over c, u and v.

4. **Gaps belong to the kernel.** To take every second pixel of the *image* first is something else: then places, too,
   lie two pixels apart, and half of the answers are lost.

>>> X, kernels = np.array([[[[1.0, 2.0, 3.0, 4.0, 5.0]]]]), np.array([[[[1.0, 10.0]]]])
>>> conv2d_forward(X[..., ::2], kernels, np.array([0.0]), 1, 0, 1).tolist()
[[[[31.0, 53.0]]]]
>>> conv2d_forward(X, kernels, np.array([0.0]), 1, 0, 2).tolist()
[[[[31.0, 42.0, 53.0]]]]

5. **In what it is linear.** Without bias Y is linear in X, and linear in the kernels: bilinear in both. With the bias
   it is linear in (kernels, b) together, and in X only up to a constant.

6. **The matrix.** Y[i, j] = Σ T[(i, j), (y, x)] X[y, x], so T[(i, j), (y, x)] is kernels[u, v] for the u, v with
   stride·i + dilation·u − pad = y and likewise x, and 0 if there are none. What lies in the frame has no column: it is
   0 anyway.

7. **Toeplitz.** At stride 1 the entry depends on y − i and x − j alone: along its diagonals T is constant, in one
   direction between its blocks (rows of the image) and in the other within them.

>>> conv2d_matrix(np.array([[1.0, 2.0]]), 1, 4, 1, 0, 1).astype(int).tolist()
[[1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2]]

   A dense layer would have twelve weights here; two numbers fill the whole matrix. And Tᵀ, which spreads each answer
   over the pixels that it came from, is the way back: the next exercise.
"""
### END EXPLANATION
